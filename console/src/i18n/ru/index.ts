import administration from './administration.json';
import common from './common.json';
import payments from './payments.json';
import problems from './problems.json';
import refunds from './refunds.json';
import session from './session.json';

export const ru = { ...common, ...session, ...payments, ...refunds, ...administration, ...problems };
