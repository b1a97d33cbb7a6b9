import { describeAgreement } from "./agreement.js";

describeAgreement(5000, 2500);
