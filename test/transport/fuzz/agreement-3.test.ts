import { describeAgreement } from "./agreement.js";

describeAgreement(7500, 2500);
