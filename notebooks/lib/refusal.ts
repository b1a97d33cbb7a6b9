/** What went wrong, as a sentence on the page instead of in the console. */
export function refusal(error: unknown): HTMLElement {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.style.cssText =
    "max-width: 640px; padding: 0.5em 1em; border-left: 4px solid #a96b59; background: #f6f1ee";
  line.textContent = error instanceof Error ? error.message : String(error);
  return line;
}
