import { mainAndExit } from '../main.ts';
import { paymentsOver } from '../subgraphs/payments/subgraph.ts';
import { topology } from '../topology.ts';
import { inProcessProvider } from './provider-in-process.ts';

/** `npm start`, with a payment provider that costs nothing: what is left is the shop's own cost of selling. */
topology.payments.load = async () => ({ paymentsOver, default: paymentsOver(inProcessProvider) });
await mainAndExit(['all']);
