import { useWorld } from '../support/world';
import { refundRace } from './suites/refund-race';
import { webhooks } from './suites/webhooks';

const world = useWorld({ people: true, workers: 2 });

describe('webhooks', () => webhooks(world));
describe('a thousand refunds of one payment, asked for at once', () => refundRace(world));
