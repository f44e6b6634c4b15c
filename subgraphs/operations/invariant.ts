import type { TransactionSql } from 'postgres';

/** What the payment provider holds of one intent, in minor units. */
export type Charge = { intentId: string; orderId: string | null; capturedMinor: number; refundedMinor: number; currencyCode: string };

/** What all checks of one audit share: one snapshot of the database, and what was learned for it. */
export type Given = {
  sql: TransactionSql;
  /** What the provider said just before the snapshot was taken; empty when it could not be asked. */
  charges: Charge[];
  /** When it was asked, by the database's clock: a payment that has moved since may differ from it. */
  chargesAt: Date;
  /** Attempts whose contexts may still differ, because a saga is at work on them and not overdue. */
  unsettled: string[];
};

/** Who breaks a promise, in what way, and since when, as far as that is known. */
export type Offender = { subject: string; detail: string; since: Date | null };

export type Invariant = {
  /** Kebab-case; the name under which a finding is reported. */
  id: string;
  /**
   * `always`: true in every snapshot, whatever is under way; cheap enough for each second. `quiescent`: true once nothing is
   * under way; what a young saga is at work on is passed over, so that it can be asked of a running shop as well.
   */
  when: 'always' | 'quiescent';
  /** What must hold, in one sentence. */
  promise: string;
  /** Compares with the provider's ledger; left out when that could not be read. */
  needsProvider?: true;
  /** How many rows are looked at. */
  count: (given: Given) => Promise<readonly { rows: number }[]>;
  /** The offenders; none when the promise is kept. Set-based: it must be fast on 100,000 orders. */
  offenders: (given: Given) => Promise<readonly Offender[]>;
};
