import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { campaignsOf } from './campaigns.server.ts'
import { openImport } from './lock-import.server.ts'
import { requireImporter } from './require-importer.server.ts'

type Choice = { token: string; chosen: string }
type Chosen = { staff: ActingStaff; batchId: string; choices: Choice[] }

/**
 * Says which fund each campaign of a file was for, or that its rows are left out (`leave`); a later word replaces it, and is
 * what the next file of the same columns begins with. What was decided about rows of a campaign whose fund changes is asked
 * anew. Refuses `import_unknown`, `import_is_elsewhere`, `role_may_not` and `rows_changed`.
 */
export async function chooseCampaignFunds({ staff, batchId, choices }: Chosen): Promise<void> {
  const action = 'import.campaigns_chosen'
  await attempt({ staff, action, subject: 'import', subjectId: batchId }, async (tx) => {
    const batch = await openImport(tx, batchId, ['preview'])
    const fundIds = choices.map(({ chosen }) => chosen).filter((chosen) => chosen !== 'leave')
    await requireImporter(tx, staff.id, [batch.fundId, ...fundIds])
    const known = new Map((await campaignsOf(tx, batchId)).map((line) => [line.token, line]))
    if (choices.some(({ token }) => !known.has(token))) throw new Refusal('rows_changed')

    const changed = choices.filter(({ token, chosen }) => known.get(token)?.chosen !== chosen)
    for (const choice of changed) await choose(tx, { ...choice, batchId, staffId: staff.id })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ action, subject: 'import', subjectId: batchId, fundId: batch.fundId },
      detail: { campaigns: changed.length },
    })
  })
}

async function choose(tx: Tx, of: Choice & { batchId: string; staffId: string }): Promise<void> {
  const { batchId, staffId } = of
  const token = Buffer.from(of.token, 'hex')
  const fundId = of.chosen === 'leave' ? null : of.chosen
  const at = now()
  await tx.importCampaignChoice.create({
    data: { batchId, campaignToken: token, fundId, chosenBy: staffId, occurredAt: at },
  })
  if (fundId === null)
    await tx.$executeRaw`
      update import_row set decision = 'skip', donor_id = null, decided_by = ${staffId}::uuid, decided_at = ${at}
       where batch_id = ${batchId}::uuid and campaign_token = ${token}`
  else
    await tx.$executeRaw`
      update import_row
         set fund_id = ${fundId}::uuid, decision = null, donor_id = null, decided_by = null, decided_at = null,
             findings = coalesce((select jsonb_agg(f) from jsonb_array_elements(findings) f
                                   where f ->> 'why' <> 'campaign_unknown'), '[]')
       where batch_id = ${batchId}::uuid and campaign_token = ${token}`
}
