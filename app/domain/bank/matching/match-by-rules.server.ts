import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockAccount } from '#app/domain/bank/account-of.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { completeOwnTransfers } from './complete-own-transfers.server.ts'
import { linesOnTheirWay, openLines, openMovements } from './open-sides.server.ts'
import { type ProposedMatch, proposeMatches } from './propose-matches.ts'

/** Each night, and after each statement: what belongs together beyond doubt is matched. Answers how many matches were made. */
export async function matchByRules(): Promise<number> {
  const accounts = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bankAccount.findMany({ select: { id: true, daysInTransit: true }, orderBy: { id: 'asc' } }),
  )
  // First what people announced: a line that is a move between own accounts is nothing else, whatever its amount.
  let made = await completeOwnTransfers()
  for (const account of accounts) {
    made += await inTransaction({ scope: { kind: 'system' } }, (tx) => matchAccount(tx, account))
  }
  return made
}

async function matchAccount(tx: Tx, account: { id: string; daysInTransit: number }): Promise<number> {
  const { id: accountId, daysInTransit } = account
  await lockAccount(tx, accountId)
  const onTheirWay = await linesOnTheirWay(tx, accountId)
  const lines = (await openLines(tx, accountId)).filter(({ id }) => !onTheirWay.has(id))
  const found = proposeMatches(lines, await openMovements(tx, accountId), { daysInTransit })
  if (found.length === 0) return 0
  await storeMatches(tx, accountId, found)
  await recordAudit(tx, {
    ...{
      actor: { kind: 'system' },
      action: 'bank_match.made',
      subject: 'bank_account',
      subjectId: accountId,
    },
    detail: { matches: found.length },
  })
  return found.length
}

async function storeMatches(tx: Tx, bankAccountId: string, found: ProposedMatch[]): Promise<void> {
  const matches = found.map((match) => ({ id: randomUUID(), match }))
  const occurredAt = now()
  await tx.bankMatch.createMany({
    data: matches.map(({ id, match }) => ({ id, bankAccountId, rule: match.rule, occurredAt })),
  })
  await tx.bankMatchLine.createMany({
    data: matches.flatMap(({ id, match }) => match.lines.map((line) => ({ matchId: id, lineId: line.id }))),
  })
  await tx.bankMatchMovement.createMany({
    data: matches.flatMap(({ id, match }) =>
      match.movements.map(({ sourceKind, sourceId, amount }) => ({
        ...{ matchId: id, sourceKind, sourceId, amountCents: amount },
      })),
    ),
  })
}
