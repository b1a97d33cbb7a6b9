import { describeAgreement } from "./agreement.js";

describeAgreement(2500, 2500);
