import { it } from "vitest";
import { measure, totalMass, type Measure } from "../src/measure/measure.js";
import { seededRandom } from "../src/numeric/random.js";
import { partial } from "../src/transport/partial/partial.js";
import { expectPartialFeasible } from "./transport/partial/expect-partial.js";
it("x", () => {
  let worst=0, open=0, bad=0; const N=6000;
  for (let seed=0; seed<N; seed++) {
    const random = seededRandom(1000+seed); const dim=1+random.integer(4); const kind=random.integer(4); const mk=random.integer(4);
    const measureOf=(count:number,factor:number):Measure=>measure(Float64Array.from({length:count*dim},()=>kind===0?random.normal():kind===1?random.integer(3):kind===2?random.normal()*10**(-6*random.uniform()):random.integer(5)*1e3+1e-3*random.normal()),{dim,weights:Float64Array.from({length:count},()=>factor*(mk===0?1:mk===1?.01+random.uniform():mk===2?1+random.integer(3):10**(-12*random.uniform())))});
    const mu=measureOf(1+random.integer(80),1), nu=measureOf(1+random.integer(80),10**(6*random.uniform()-3));
    const most=Math.min(totalMass(mu),totalMass(nu));
    const o = random.uniform()<.5? {mass:most*(random.uniform()<.3?10**(-5*random.uniform()):random.uniform())} : {price:10**(6*random.uniform()-4)};
    const r=partial(mu,nu,o as any); const c=r.certificate;
    try { expectPartialFeasible(mu,nu,r); } catch(e){ bad++; if(bad<4)console.log("BAD",seed,kind,mk,dim,JSON.stringify(o),String(e).slice(0,200)); }
    const gap=c.upper>0?(c.upper-c.lower)/c.upper:0;
    if (c.status!=="converged") { open++; if(open<12) console.log(seed,mu.count,nu.count,"kind",kind,"masses",mk,"dim",dim,totalMass(mu),totalMass(nu),JSON.stringify(o),c.status,gap,c.lower,c.upper,c.iterations); }
    else if (gap>1e-9) { worst++; if (worst<6) console.log("gap",seed,"kind",kind,mk,gap,c.upper, r.moved, r.price); }
  }
  console.log({open,worst,bad,N});
},600000);
