import type { Route } from '../http/route';
import { findAccount } from './accounts';
import { exportAudit, listAudit } from './audit';
import { acquirerCallback, twilioCallback } from './callbacks';
import { listCards, registerCard } from './cards';
import { codec, preflight } from './codec';
import { consoleDoor, consoleFile, consoleStart } from './console';
import { createPayment } from './create-payment';
import { live, ready } from './health';
import { checkLedger, verifyAudit, whoAmI } from './operations';
import { docs, docsFile, icon, landing, openApiRoute, pagesCss, problems } from './pages';
import {
  changePassword,
  confirmSecondFactor,
  proposeSecondFactor,
  removeSecondFactor,
} from './own-credentials';
import { payerReturn } from './payer-return';
import { listLines } from './lines';
import { cancelPayment, resolvePayment } from './payment-commands';
import { getPayment, getReceipt, listEvents, listPayments } from './payments';
import { approveRefund, cancelRefund, rejectRefund, resolveRefund } from './refund-commands';
import { getRefund, listPaymentRefunds, listRefundEvents, listRefunds } from './refunds';
import { requestRefund } from './request-refund';
import { changeSettings, getSettings, listSettingsHistory } from './settings';
import { getStatistics } from './statistics';
import { stream } from './stream';
import { getSession, signIn, signOut } from './session';
import { createVaultTicket } from './vault-tickets';
import { resetPassword, resetSecondFactor, signOutUser } from './user-commands';
import { changeUser, createUser, getUser, listUsers } from './users';
import { getDelivery, listDeliveries, redeliver, rotateSecret, testEndpoint } from './webhook-deliveries';
import {
  changeEndpoint,
  createEndpoint,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
} from './webhook-endpoints';

/** The busiest first: the router tries them in this order. */
const HANDWRITTEN: readonly Route[] = [
  createPayment,
  listPayments,
  getPayment,
  acquirerCallback,
  payerReturn,
  listEvents,
  getReceipt,
  cancelPayment,
  resolvePayment,
  requestRefund,
  listPaymentRefunds,
  listRefunds,
  getRefund,
  listRefundEvents,
  approveRefund,
  rejectRefund,
  cancelRefund,
  resolveRefund,
  listLines,
  createVaultTicket,
  registerCard,
  listCards,
  getSession,
  signIn,
  signOut,
  changePassword,
  proposeSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  findAccount,
  listUsers,
  createUser,
  getUser,
  changeUser,
  resetPassword,
  resetSecondFactor,
  signOutUser,
  whoAmI,
  verifyAudit,
  checkLedger,
  listEndpoints,
  createEndpoint,
  getEndpoint,
  changeEndpoint,
  removeEndpoint,
  rotateSecret,
  testEndpoint,
  listDeliveries,
  getDelivery,
  redeliver,
  getSettings,
  changeSettings,
  listSettingsHistory,
  stream,
  getStatistics,
  listAudit,
  exportAudit,
  twilioCallback,
  live,
  ready,
  landing,
  docs,
  problems,
  docsFile,
  pagesCss,
  icon,
  consoleStart,
  consoleFile,
  consoleDoor,
  preflight,
  codec,
];

/** Every route there is. */
export const ROUTES: readonly Route[] = [...HANDWRITTEN, openApiRoute(HANDWRITTEN)];
