import { wholeAudit } from '#app/domain/audit/audit-filter.ts'
import { filterHash } from '#app/domain/audit/filter-hash.ts'
import { makeAuditExport } from '#app/domain/audit/make-audit-export.server.ts'
import { makeDonorExport } from '#app/domain/donor-records/make-donor-export.server.ts'
import { makeMatchExport } from '#app/domain/gift-comments/make-match-export.server.ts'
import { makeJournalExport } from '#app/domain/journal/make-export.server.ts'
import { printMail } from '#app/domain/mail/prints/print-mail.server.ts'
import { makeReportExport } from '#app/domain/reports/exports/make-report-export.server.ts'
import { ReportParams } from '#app/domain/reports/report-path.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenEverything } from '#tests/browser/everything.ts'
import type { App } from '#tests/support/app.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenRemittance, today } from '#tests/support/given-remittance.ts'
import { givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import { asOwner, type World } from '#tests/support/world.ts'

/**
 * One real object for every route of the staff that names one: by its file, or by its address up to the last parameter, the
 * parameters in their order. All of them are of funds in which the viewer holds every role of an office.
 */
export async function givenRealObjects(world: World, app: App) {
  const given = await givenEverything(world, app)
  const { fundId, viewer } = given
  const { sharedBondId } = await givenSharedWith(viewer.id)
  const staff = { id: viewer.id, fundIds: [fundId] }
  const donorId = given.donorRecords.donorId
  const report = given.rules.reports.due.split('/').slice(3)
  const files = await givenFiles({ staff, fundId, donorId, mailId: given.cameBackId, report })
  const remittanceId = await givenRemittance(
    { id: given.records.staffId, fundIds: [fundId] },
    { total: 500_00n },
  )
  const first = (sql: string) => firstOf(world, sql)
  const document = await first('select person_id, id from person_document order by recorded_at limit 1')

  const objects: Record<string, (string | undefined)[]> = {
    'admin.audit.files.$exportId': [files.auditExportId],
    'admin.bonds.$bondId': [given.papers.bondId],
    'admin.bonds.$bondId.evidence.$evidenceId': await first(
      `select e.bond_id, e.id from bond_evidence e join bond_evidence_review r on r.evidence_id = e.id and r.clean limit 1`,
    ),
    'admin.bonds.$bondId.call': [given.copays.bond],
    'admin.cases.$personId': [given.papers.personId],
    'admin.cases.$personId.documents.$documentId': document,
    'admin.cases.$personId.emergency.$documentId': document,
    'admin.cash.$advanceId': [given.advances.out],
    'admin.cash.box.$fundId': [fundId],
    'admin.comments.matches.files.$exportId': [files.matchExportId],
    'admin.copays.$agreementId': [given.copays.held],
    'admin.disbursements.$disbursementId': [given.window.mine],
    'admin.disbursements.$disbursementId.family': [given.copays.proposal],
    'admin.disbursements.$disbursementId.paper': [given.copays.proposal],
    'admin.disbursements.$disbursementId.preparation': [given.preparations.asked],
    'admin.disputes.$disputeId': [given.refunds.disputes.open],
    'admin.donors.$donorId': [donorId],
    'admin.donors.$donorId.files.$exportId': [donorId, files.donorExportId],
    'admin.envelopes.$envelopeId': [given.nights.proposed],
    'admin.expenses.$claimId': [given.expenses.claimed],
    'admin.expenses.$claimId.receipts.$receiptId': await first(
      'select claim_id, id from expense_receipt limit 1',
    ),
    'admin.expenses.cards.$fundId.$last4': await first(
      `select fund_id, card_last4 from expense_claim where kind = 'card' limit 1`,
    ),
    'admin.funds.$fundId': [fundId],
    'admin.gifts.$paymentId': [given.refunds.gifts.waits],
    'admin.imports.$batchId': await first('select id from import_batch order by occurred_at limit 1'),
    'admin.mail.$mailId': [given.cameBackId],
    'admin.mail.$mailId.sheets.$printId': [given.cameBackId, files.printId],
    'admin.offline.$batchId': [given.offline.batches.open],
    'admin.offline.gifts.$paymentId': [given.offline.gifts.print],
    'admin.people.$staffId': [given.newcomer],
    'admin.people.$staffId.recovery': [given.doors.recoveries.waits],
    'admin.postings.$disbursementId': [given.window.mine],
    'admin.postings.nights.$envelopeId': [given.nights.open],
    'admin.reconciliation.$accountId': [given.bank.accountId],
    'admin.reconciliation.chart.$fundId': [fundId],
    'admin.reconciliation.journal.files.$exportId': [files.journalExportId],
    'admin.reconciliation.matches.$matchId': [given.bank.matchId],
    'admin.reconciliation.statements.$statementId': [given.bank.statementId],
    'admin.records.cases.$caseCode': [given.records.caseCode],
    'admin.records.funds.$fundId': [fundId],
    'admin.records.staff.$staffId': [given.records.staffId],
    'admin.remittances.$remittanceId': [remittanceId],
    'admin.reports.$fundId.$ruleId.$term': report,
    'admin.reports.$fundId.$ruleId.$term.files.$exportId': [...report, files.reportExportId],
    'admin.requests.$requestId': [given.requests.recommended],
    'admin.requests.$requestId.pathways.$pathwayId': [given.requests.unbailable, given.wayHomeId],
    'admin.samples.$sampleId': [given.records.sampleId],
    'admin.shared-bonds.$sharedBondId': [sharedBondId],
    'admin.statements.kept.$paymentId': [given.keptReceiptId],
    'admin.updates.$updateId': [given.updates.draft],
  }
  const [posterId = ''] = await first(`select poster_of('${given.window.assigned}')`)
  return { objects, viewer, fundId, posterId }
}

/** A bond that two other funds share, which the viewer reads too. */
async function givenSharedWith(viewerId: string) {
  const alliance = await givenAlliance()
  const data = alliance.fundIds.map((fundId) => ({ staffId: viewerId, fundId, role: 'auditor' }))
  await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.staffRole.createMany({ data }))
  return givenSharedBond(alliance)
}

type Taken = {
  staff: { id: string; fundIds: string[] }
  fundId: string
  donorId: string
  mailId: string
  report: string[]
}

/** What the viewer took out of the house a moment ago. */
async function givenFiles({ staff, fundId, donorId, mailId, report }: Taken) {
  const proof = (bound: string) => givenStepUp(staff.id, bound)
  const format = 'csv' as const
  const audit = { format, filter: wholeAudit }
  const { exportId: auditExportId } = await makeAuditExport({
    ...audit,
    staff: { ...staff, roles: [{ fundId, role: 'auditor' }] },
    stepUpId: await proof(boundTo.exportAudit({ format, filterHash: filterHash(wholeAudit) })),
  })
  const { exportId: donorExportId } = await makeDonorExport({
    ...{ staff, donorId, format },
    stepUpId: await proof(boundTo.exportDonor({ donorId, format })),
  })
  const days = { fromDay: '2026-01-01', throughDay: today() }
  const { exportId: journalExportId } = await makeJournalExport({
    ...{ staff, format, ...days, fundIds: [fundId] },
    stepUpId: await proof(boundTo.exportJournal({ format, ...days })),
  })
  const [, ruleId, term] = report
  const key = ReportParams.parse({ fundId, ruleId, term })
  const { exportId: reportExportId } = await makeReportExport({
    ...{ staff, key, timezone: 'America/Chicago' },
    stepUpId: await proof(boundTo.exportReport(key)),
  })
  const { exportId: matchExportId } = await makeMatchExport({
    staff,
    stepUpId: await proof(boundTo.exportMatches()),
  })
  const { printId } = await printMail({ staff, mailId, stepUpId: await proof(boundTo.printMail(mailId)) })
  return { auditExportId, donorExportId, journalExportId, reportExportId, matchExportId, printId }
}

/** The columns of the first row; none where nothing is there. */
const firstOf = (world: World, sql: string): Promise<string[]> =>
  asOwner(world.ownerUrl, null, async (client) => {
    const { rows } = await client.query<Record<string, string>>(sql)
    return Object.values(rows[0] ?? {}).map(String)
  })
