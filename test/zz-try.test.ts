import { it } from "vitest";
import { measure } from "../src/measure/measure.js";
import { seededRandom } from "../src/numeric/random.js";
import { partial } from "../src/transport/partial/partial.js";
it("x", () => {
  const cl=(seed:number,n:number,d:number)=>{const r=seededRandom(seed);return measure(Float64Array.from({length:n*d},()=>r.normal()),{dim:d});};
  const t=process.cpuUsage(); const r=partial(cl(1,50000,2),cl(2,50000,2),{mass:.5}); console.log("50000", r.certificate, (process.cpuUsage(t).user/1e6).toFixed(1), process.resourceUsage().maxRSS/1024);
},600000);
