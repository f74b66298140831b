import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { countTry, tryKey } from '#app/domain/staff/count-try.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { donorRows } from './donor-rows.server.ts'
import type { ExportFormat, KeptRow } from './export-format.ts'

/** Files made for one donor within 15 minutes. */
const allowed = 20

/**
 * Everything that is kept about a donor, section by section, read in pieces as it is taken; that it was asked for is recorded
 * first. Refuses `too_many_attempts`.
 */
export async function keptAboutDonor(of: {
  donorId: string
  format: ExportFormat
}): Promise<AsyncIterable<KeptRow>> {
  const { donorId, format } = of
  const scope = { kind: 'donor', donorId } as const
  const tries = await inTransaction({ scope }, (tx) => countTry(tx, tryKey('donor-data', donorId)))
  if (tries > allowed) throw new Refusal('too_many_attempts')
  await inTransaction({ scope }, (tx) =>
    recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'donor.data_downloaded',
      subject: 'donor',
      subjectId: donorId,
      detail: { by: 'donor', format },
    }),
  )
  return donorRows(donorId)
}
