# What zsh offers at the end of lines, in a terminal of its own: zsh -f complete.zsh SCRIPT FOLDER LINE...
# Writes "== LINE", a line for each word offered, and "<end>" for each line, to FOLDER/offered.
zmodload zsh/zpty || exit 1
script=$1 offered=$2/offered
shift 2
: > $offered
zpty inner "TERM=dumb zsh -f -i"
type_in() { zpty -w inner "$1" }
type_in "PROMPT=''; setopt zle; LISTMAX=9999; autoload -Uz compinit; compinit -D -u; source $script"
type_in 'compadd() { if (( ${@[(I)-[a-zA-Z]#[OAD]]} )); then builtin compadd "$@"; return $?; fi
  local -a hits; builtin compadd -A hits "$@"; (( $#hits )) && print -rl -- $hits >> '$offered'; builtin compadd "$@" }'
type_in 'zle -C complete-word-here complete-word _generic
  offer() { zle complete-word-here; BUFFER=""; print "<end>" >> '$offered' }; zle -N offer; bindkey "^I" offer'
for line in "$@"; do
  print -r -- "== $line" >> $offered
  zpty -n -w inner "$line"$'\t'
  # until it has answered; what it draws is read, lest it wait for us
  for attempt in {1..400}; do
    zpty -r -t inner drawn
    [[ "$(tail -n 1 $offered)" == "<end>" ]] && break
    sleep 0.05
  done
done
zpty -d inner
