import { createHash, randomUUID } from 'node:crypto'
import { postSql, type Statement } from './by-hand.ts'
import { givenStepUp } from './given.ts'
import type { Team } from './given-disbursement.ts'
import { expenseHash } from './given-expense.ts'

export type HandLine = {
  purpose?: string
  version?: number
  receipt?: string
  picture?: boolean
  sha256?: string
  kept?: string
  media?: string
  sealedSize?: number
  day?: string
  amount?: bigint
  position?: number
  stands?: boolean
}

export type Payment = {
  claimIds: string[]
  by?: string
  amount?: bigint
  bound?: string
  posted?: boolean
  kind?: string
  statementOn?: string
}

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** What writes expenses without the product, in a fund's name. Each answers statements, to be run together. */
export function expensesByHand(team: () => Team) {
  const claim = (id: string, of: { by?: string; total?: bigint } = {}): Statement => [
    `insert into expense_claim (id, fund_id, kind, claimed_by, total_cents, content_hash, occurred_at)
     values ($1, $2, 'reimbursement', $3, $4, repeat('a', 64), now())`,
    [id, team().fundId, of.by ?? team().intake.id, of.total ?? 5n],
  ]
  /** A line, and with it the picture of its receipt: `kept` is what the picture's hash is said to be. */
  const line = (claimId: string, of: HandLine = {}): Statement[] => {
    const { position = 0, sha256 = hashOf(randomUUID()), kept = sha256 } = of
    const added: Statement = [
      `insert into expense_line (claim_id, position, fund_id, day, amount_cents, purpose_version, purpose_code, merchant_kind,
                               receipt_number, receipt_sha256, stands)
       values ($1, $2, $3, $4, $5, $6, $7, 'shop', $8, $9, $10)`,
      [
        ...[claimId, position, team().fundId, of.day ?? '2026-11-01', of.amount ?? 5n, of.version ?? 1],
        ...[of.purpose ?? 'ride_home', of.receipt ?? randomUUID(), sha256, of.stands ?? true],
      ],
    ]
    const receipt: Statement = [
      `insert into expense_receipt (id, claim_id, position, sha256, media_type, byte_size, sealed)
       values ($1, $2, $3, $4, $5, 3, $6)`,
      [randomUUID(), claimId, position, kept, of.media ?? 'image/png', Buffer.alloc(of.sealedSize ?? 40)],
    ]
    return of.picture === false ? [added] : [added, receipt]
  }
  const approval = async (claimId: string, by: string, bound?: string): Promise<Statement> => {
    const hash = await expenseHash(claimId)
    return [
      `insert into expense_approval (claim_id, approver_id, content_hash, step_up_id, occurred_at) values ($1, $2, $3, $4, now())`,
      [claimId, by, hash, await givenStepUp(by, bound ?? `approve-expense:${claimId}:${hash}`)],
    ]
  }
  const booking = (claimId: string, amount = 29_72n): Statement => [
    `insert into expense_booking (claim_id, amount_cents, free_to_commit_seen_cents, occurred_at)
     values ($1, $2, 999999999999, now())`,
    [claimId, amount],
  ]
  const rejection = (claimId: string, by: string): Statement => [
    `insert into expense_rejection (claim_id, rejected_by, reason, occurred_at) values ($1, $2, 'not_now', now())`,
    [claimId, by],
  ]
  const post = (
    code: string,
    debit: string,
    credit: string,
    amount: bigint,
    kind: string,
    sourceId: string,
  ): Statement => {
    const [sql, values] = postSql(code, debit, credit, amount, team().fundId, sourceId)
    return [sql.replace("'by hand'", `'${kind}'`), values]
  }
  const payment = async (of: Payment): Promise<Statement[]> => {
    const id = randomUUID()
    const by = of.by ?? team().treasurer.id
    const amount = of.amount ?? 29_72n
    const bound = of.bound ?? `pay-expenses:${of.claimIds.toSorted().join(',')}`
    return [
      [
        `insert into expense_payment (id, fund_id, kind, amount_cents, method, reference, paid_by, step_up_id, statement_on,
                                    occurred_at)
         values ($1, $2, $6, $3, 'transfer', 'B-9', $4, $5, $7, now())`,
        [
          ...[id, team().fundId, amount, by, await givenStepUp(by, bound)],
          ...[of.kind ?? 'reimbursement', of.statementOn ?? null],
        ],
      ],
      ...of.claimIds.map(
        (claimId): Statement => [
          'insert into expense_payment_claim (claim_id, payment_id) values ($1, $2)',
          [claimId, id],
        ],
      ),
      ...(of.posted === false
        ? []
        : [post('payable_paid', 'reimbursement_due', 'bank', amount, 'expense_payment', id)]),
    ]
  }
  return { claim, line, approval, booking, rejection, post, payment }
}
