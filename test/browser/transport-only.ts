export { embed, exact } from "../../src/index.js";
