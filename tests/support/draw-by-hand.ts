import { randomUUID } from 'node:crypto'
import type { Statement } from './by-hand.ts'
import { givenStepUp } from './given.ts'
import type { Team } from './given-disbursement.ts'
import { weekend } from './given-envelope.ts'

const hash = 'a'.repeat(64)

export type Night = {
  amount: bigint
  lines: bigint
  by: string
  at: Date
  enteredAt: Date
  confirmBy: Date
  kind: string
  proposedBy: string
  paidBy: string
  paid: bigint
  fundId: string
}

/** All that a draw writes, by hand: each attack changes one thing. */
export async function drawByHand(
  team: Team,
  envelopeId: string,
  of: Partial<Night> = {},
): Promise<Statement[]> {
  const id = randomUUID()
  const [payment, bond] = [randomUUID(), randomUUID()]
  const by = of.by ?? team.intake.id
  const payer = of.paidBy ?? by
  const at = of.at ?? weekend.saturdayNight
  const amount = of.amount ?? 1_000_00n
  const paid = of.paid ?? amount
  const kind = of.kind ?? 'court_bail'
  const fundId = of.fundId ?? team.fundId
  const stepUp = await givenStepUp(payer, `pay:${id}:${hash}`)
  return [
    [
      `insert into disbursement (id, fund_id, kind, purpose_version, purpose_code, case_code, content_hash, venue_sealed,
                                 payees_sealed, evidence_note_sealed, proposed_by, expires_at, occurred_at)
         values ($1, $2, $3, 1, $3, 'ACDE-FGHJ', $4, '', '', '', $5, $6::timestamptz + interval '14 days', $6)`,
      [id, fundId, kind, hash, of.proposedBy ?? by, at],
    ],
    [`insert into disbursement_line values ($1, 'principal', $2)`, [id, of.lines ?? amount]],
    [
      `insert into envelope_draw (disbursement_id, envelope_id, fund_id, drawn_by, amount_cents, confirm_by, occurred_at,
                                  entered_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, envelopeId, fundId, by, amount, of.confirmBy ?? weekend.mondayNoon, at, of.enteredAt ?? null],
    ],
    [
      `insert into reservation (disbursement_id, fund_id, amount_cents, free_to_commit_seen_cents, occurred_at)
         values ($1, $2, $3, $3, $4)`,
      [id, fundId, of.lines ?? amount, at],
    ],
    [`update disbursement set state = 'approved' where id = $1`, [id]],
    [
      `insert into disbursement_payment (id, disbursement_id, paid_by, step_up_id, method, payee, receipt_number,
                                         principal_cents, occurred_at) values ($1, $2, $3, $4, 'cash', '', 'N-1', $5, $6)`,
      [payment, id, payer, stepUp, paid, at],
    ],
    [
      `insert into reservation_resolution (reservation_id, kind, spent_cents, released_cents, occurred_at)
         select r.id, 'spent', $2, r.amount_cents - $2, $3 from reservation r where r.disbursement_id = $1`,
      [id, paid, at],
    ],
    [`update disbursement set state = 'paid' where id = $1`, [id]],
    [
      `select post_transfers(array[$1]::uuid[], array['bond_posted'], array['bond_deposit'], array[$2], array['bank'], array[''],
              array[$3]::bigint[], array['disbursement_payment'], array[$4], array[0]::smallint[], array[now()],
              array[null]::bigint[], array[null]::uuid[])`,
      [fundId, bond, paid, payment],
    ],
    [
      `insert into bond (id, fund_id, disbursement_id, kind, case_code, principal_cents, receipt_number, state, posted_at)
         values ($1, $2, $3, $4, 'ACDE-FGHJ', $5, 'N-1', 'posted', $6)`,
      [bond, fundId, id, kind, paid, at],
    ],
  ]
}
