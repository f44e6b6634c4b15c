import type { Sql } from 'postgres';
import { canonicalJson } from '../../../kit/canonical.ts';
import type { Client } from '../../../kit/contract.ts';
import { type Identity, may } from '../../../kit/identity.ts';
import type { Log } from '../../../kit/log.ts';
import type { Outcome } from '../../../kit/notes.ts';
import { isRefused, type Refusal } from '../../../kit/refusal.ts';
import type { SagaTable } from '../../../kit/saga.ts';
import type { SagaRecord } from '../../../kit/saga-log.ts';
import { newRecord } from '../../../kit/saga-runner.ts';
import type { Sagas } from '../../../kit/sagas.ts';
import { masked, sha256, type Signer } from '../../../kit/sign.ts';
import { checkouts, checkoutSeconds } from '../../../kit/telemetry.ts';
import { describe } from '../../../kit/trace.ts';
import { isUuid, uuidv7 } from '../../../kit/uuid.ts';
import type { Address } from '../../../schema/vocabulary/address.ts';
import { keyFault } from '../../../schema/vocabulary/idempotency-key.ts';
import type { accounts } from '../../accounts/contract.ts';
import { answerOf, type CheckoutResult, isFinal } from '../answer.ts';
import { type CheckoutInput, purchaseOf } from '../purchase.ts';
import type { AdmissionTokens } from '../waiting-room/admission-token.ts';
import { attemptById, attemptByKey, attemptOpener, type AttemptRow, type NewAttempt } from './attempt-rows.ts';

/** How long a request waits for its own saga, and how long for that of an earlier request with the same key; well within the gateway's patience. */
const OWN_MS = 5_000;
const OTHERS_MS = 2_000;
/** In the rush of a sale who buys is told sooner that the purchase is under way, and asks for the rest: hundreds who hold on are a crowd of their own. */
const OWN_IN_SALE_MS = 300;

type Parts = {
  sql: Sql;
  sagas: Sagas;
  table: SagaTable;
  signer: Signer;
  tokens: AdmissionTokens;
  /** One of the customer's own addresses. */
  savedAddress: Client<typeof accounts>['address'];
  log: Log;
  attemptSeconds: number;
};

/** The checkout mutation: one key, one attempt, one answer. */
export function checkoutCommand({ sql, sagas, table, signer, tokens, savedAddress, log, attemptSeconds }: Parts) {
  const open = attemptOpener(sql);

  async function checkout(input: CheckoutInput, identity: Identity): Promise<CheckoutResult> {
    const badKey = keyFault(input.idempotencyKey);
    if (badKey) return rejected(badKey);
    const id = uuidv7();
    const attempt = { id, scope: scopeOf(identity), key: input.idempotencyKey, fingerprint: fingerprintOf(input) };
    const { customerId } = identity;
    const saved = await savedBy(customerId, input.addressId);
    const purchase = purchaseOf(input, { customerId, saved, admission: await tokens.read(input.waitingRoomToken) });
    if ('refusals' in purchase) {
      if (!(await open({ ...attempt, ...purchase }))) return replay(attempt.scope, attempt.key, attempt.fingerprint);
      return told(answerOf(await written(id), signer, false), identity);
    }
    const saga = newRecord(table, id, purchase);
    let isOpened = () => {};
    const opened = new Promise<undefined>((resolve) => (isOpened = () => resolve(undefined)));
    const running = sagas.run(saga, async (first) => {
      const isNew = await open({ ...attempt, saga, first, seconds: attemptSeconds });
      if (isNew) isOpened();
      return isNew;
    });
    const patience = input.waitingRoomToken ? OWN_IN_SALE_MS : OWN_MS;
    // there must be an attempt to tell of
    const ending = (await within(patience, running)) ?? (await within(OWN_MS - patience, Promise.race([running, opened])));
    if (ending?.kind === 'known') return replay(attempt.scope, attempt.key, attempt.fingerprint);
    return told(answerOf(ending?.kind === 'done' ? doneAttempt(saga, attempt) : await written(id), signer, false), identity);
  }

  async function savedBy(customerId: string | null, addressId: string | null | undefined): Promise<Address | null> {
    if (!customerId || !addressId) return null;
    const found = await savedAddress({ customerId, addressId });
    return isRefused(found) ? null : found.address;
  }

  function told(answer: CheckoutResult, identity: Identity): CheckoutResult {
    log.info(
      {
        trace_id: identity.traceId,
        attempt: masked(answer.attemptId),
        order_id: 'order' in answer ? answer.order?.id : undefined,
        outcome: answer.__typename,
        code: codeOf(answer),
      },
      'checkout answered',
    );
    return answer;
  }

  /** That the database has not taken it within the time there was is a fault; the same key may be sent again. */
  async function written(id: string): Promise<AttemptRow> {
    const attempt = await attemptById(sql, id);
    if (!attempt) throw new Error('an attempt could not be written down in time');
    return attempt;
  }

  async function replay(scope: string, key: string, fingerprint: string): Promise<CheckoutResult> {
    const attempt = (await attemptByKey(sql, scope, key))!;
    if (attempt.fingerprint !== fingerprint) return rejected(REUSED);
    return answerOf(await settled(attempt), signer, true);
  }

  /** Waits a little for an attempt that is under way, here or in another process. */
  async function settled(attempt: AttemptRow): Promise<AttemptRow> {
    const deadline = Date.now() + OTHERS_MS;
    let seen = attempt;
    while (!isFinal(seen) && seen.state !== 'WAITING' && Date.now() < deadline) {
      const here = sagas.underWay(seen.id);
      await within(here ? deadline - Date.now() : 100, here ?? new Promise(() => {}));
      seen = (await attemptById(sql, seen.id))!;
    }
    return seen;
  }

  return {
    checkout: (input: CheckoutInput, identity: Identity) => measured(() => checkout(input, identity)),
    /** A guest's attempt by its id, which is a secret; a customer's for the customer alone, and for staff. */
    attempt: async (id: string, identity: Identity): Promise<CheckoutResult | null> => {
      const attempt = isUuid(id) ? await attemptById(sql, id) : null;
      const isTheirs = attempt && (may(identity, 'orders:read') || [scopeOf(identity), GUEST].includes(attempt.scope));
      return isTheirs ? answerOf(attempt, signer, true) : null;
    },
  };
}

/** What is read of an attempt whose saga has come to its end: it was written by this run, so it is known. */
const doneAttempt = ({ ids, log }: SagaRecord, { id, scope, fingerprint }: NewAttempt): AttemptRow => ({
  id,
  scope,
  fingerprint,
  refusals: null,
  state: 'DONE',
  ids,
  sagaRefusals: null,
  log,
  expiresAt: null,
});

/** Who asks decides which keys are theirs: a guest's key says nothing of a customer's. */
const GUEST = 'guest:checkout';
const scopeOf = ({ customerId }: Identity) => (customerId ? `customer:${customerId}:checkout` : GUEST);

/** The canonical input after defaults. An admission is no part of what is bought: sent again with a renewed token it is the same attempt. */
const fingerprintOf = ({ waitingRoomToken: _, ...input }: CheckoutInput) => sha256(canonicalJson(input));

const REUSED: Refusal = {
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: 'This key was used for another checkout. Draw a new one.',
  path: ['idempotencyKey'],
};

/** A no that is remembered under no key: its attempt id is drawn for this answer alone. */
const rejected = (refusal: Refusal): CheckoutResult => ({
  __typename: 'CheckoutRejected',
  attemptId: uuidv7(),
  replayed: false,
  userErrors: [refusal],
});

/** For whoever watches: a buyer who is refused, and one of whom nothing is known yet, are to be found again. */
export const outcomeOf = (answer: CheckoutResult): Outcome => ({
  name: answer.__typename,
  code: codeOf(answer),
  isFailure: answer.__typename === 'CheckoutRejected' || answer.__typename === 'CheckoutProcessing',
});

const codeOf = (answer: CheckoutResult) => (answer.__typename === 'CheckoutRejected' ? answer.userErrors[0]!.code : '');

async function measured(work: () => Promise<CheckoutResult>): Promise<CheckoutResult> {
  const stop = checkoutSeconds.startTimer();
  const count = (outcome: string, code: string) => {
    stop({ outcome });
    checkouts.inc({ outcome, code });
  };
  try {
    const answer = await work();
    count(answer.__typename, codeOf(answer));
    const { name, code, isFailure } = outcomeOf(answer);
    describe({ 'holdfast.checkout.outcome': name, ...(code && { 'holdfast.checkout.code': code }) }, isFailure ? code || name : undefined);
    return answer;
  } catch (error) {
    count('Fault', '');
    throw error;
  }
}

/** What came of the work, or nothing when it takes longer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
