import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { type Organization, organization } from '#app/domain/organization/organization.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { type Addressee, nextDonors } from './donors-of-year.server.ts'
import { type IssuedStatement, issueIn } from './issue-statement.server.ts'
import { lockBatch } from './lock-batch.server.ts'

const donorsAtOnce = 50

/**
 * Issues the statements of the next donors of a batch, writes each a mail, and leaves the job for those after them: all of
 * it or nothing, so that a worker that dies leaves whole steps behind. It goes on after the last donor that was looked at,
 * and a version that was announced once is never announced again.
 */
export async function announceStatements({
  batchId,
  atOnce = donorsAtOnce,
}: {
  batchId: string
  atOnce?: number
}): Promise<'more' | 'done'> {
  const entity = await organization()
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await lockBatch(tx, batchId)
    const batch = await tx.statementBatch.findUnique({ where: { id: batchId } })
    if (!batch || (await tx.statementBatchEnding.findUnique({ where: { batchId } }))) return 'done'

    const step = await tx.statementBatchStep.findFirst({ where: { batchId }, orderBy: { id: 'desc' } })
    const { year } = batch
    const { timezone } = entity
    const donors = await nextDonors(tx, { year, timezone, after: step?.lastDonor ?? null, limit: atOnce })
    const last = donors.at(-1)
    if (!last) {
      await tx.statementBatchEnding.create({ data: { batchId, ending: 'finished', occurredAt: now() } })
      return 'done'
    }
    const period = { from: `${year}-01-01`, to: `${year}-12-31` }
    for (const donor of donors) {
      const statement = await issueIn(tx, { donorId: donor.id, period, timezone })
      if (statement && (await isNews(tx, statement)))
        await announce(tx, { batchId, year, entity, donor, statement })
    }
    await tx.statementBatchStep.create({ data: { batchId, lastDonor: last.id, donors: donors.length } })
    await enqueue(tx, 'statements.announce', { batchId }, { key: `statements.announce:${batchId}` })
    return 'more'
  })
}

/** Nobody is told twice, nor told of a year of which nothing is left, unless they were told otherwise before. */
async function isNews(tx: Tx, statement: IssuedStatement): Promise<boolean> {
  if (await tx.statementAnnouncement.findUnique({ where: { statementId: statement.id } })) return false
  return statement.netCents > 0n || isCorrected(statement)
}

const isCorrected = ({ replaces, takesPlaceOf }: IssuedStatement): boolean =>
  replaces !== null || takesPlaceOf.length > 0

type Announced = {
  batchId: string
  year: number
  entity: Organization
  donor: Addressee
  statement: IssuedStatement
}

async function announce(tx: Tx, { batchId, year, entity, donor, statement }: Announced): Promise<void> {
  const lines = await tx.annualStatementLine.findMany({
    where: { statementId: statement.id },
    distinct: ['fundId'],
    select: { fundId: true },
  })
  const mailId = await queueMail(tx, {
    message: 'statement-ready',
    dedupeKey: `statement:${statement.id}`,
    to: donor.email,
    donorId: donor.id,
    language: donor.language,
    aboutFunds: lines.map(({ fundId }) => fundId),
    props: {
      organization: mailOrganization(entity),
      donorName: donor.name,
      year,
      corrected: isCorrected(statement),
      documentsUrl: `${env().APP_URL}/donor/statements`,
    },
  })
  if (!mailId) throw new Error('a statement was announced without its record')
  await tx.statementAnnouncement.create({ data: { statementId: statement.id, batchId, mailId } })
}
