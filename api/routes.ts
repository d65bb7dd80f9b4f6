import type { Route } from './route';
import { findAccount } from './routes/accounts';
import { exportAudit, listAudit } from './routes/audit';
import { acquirerCallback, twilioCallback } from './routes/callbacks';
import { listCards, registerCard } from './routes/cards';
import { codec, preflight } from './routes/codec';
import { consoleDoor, consoleFile, consoleStart } from './routes/console';
import { createPayment } from './routes/create-payment';
import { live, ready } from './routes/health';
import { checkLedger, verifyAudit, whoAmI } from './routes/operations';
import { docs, docsFile, icon, landing, openApiRoute, pagesCss, problems } from './routes/pages';
import {
  changePassword,
  confirmSecondFactor,
  proposeSecondFactor,
  removeSecondFactor,
} from './routes/own-credentials';
import { payerReturn } from './routes/payer-return';
import { listLines } from './routes/lines';
import { cancelPayment, resolvePayment } from './routes/payment-commands';
import { getPayment, getReceipt, listEvents, listPayments } from './routes/payments';
import { approveRefund, cancelRefund, rejectRefund, resolveRefund } from './routes/refund-commands';
import { getRefund, listPaymentRefunds, listRefundEvents, listRefunds } from './routes/refunds';
import { requestRefund } from './routes/request-refund';
import { changeSettings, getSettings, listSettingsHistory } from './routes/settings';
import { getStatistics } from './routes/statistics';
import { stream } from './routes/stream';
import { getSession, signIn, signOut } from './routes/session';
import { createVaultTicket } from './routes/vault-tickets';
import { resetPassword, resetSecondFactor, signOutUser } from './routes/user-commands';
import { changeUser, createUser, getUser, listUsers } from './routes/users';
import {
  getDelivery,
  listDeliveries,
  redeliver,
  rotateSecret,
  testEndpoint,
} from './routes/webhook-deliveries';
import {
  changeEndpoint,
  createEndpoint,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
} from './routes/webhook-endpoints';

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
