import { expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { clearRule } from '#app/domain/jurisdictions/clear-rule.server.ts'
import { confirmClearance } from '#app/domain/jurisdictions/confirm-clearance.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { day, givenReviewedRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { approveBy, givenActor, givenProposal, givenTeam, payBy } from '#tests/support/given-disbursement.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a cap stops a bond, counsel clears it by name, date and version, a second person confirms, and it comes back', async () => {
  const team = await givenTeam({ bank: 10_000_00n })
  const keeper = await givenActor(team.fundId, ['administrator'])
  await addPlace({ staff: keeper, fundId: team.fundId, place: 'US-ZZ' })
  const ruleId = await givenReviewedRule(keeper)
  const disbursementId = await givenProposal(team, { principal: 2_500_00n, fees: 40_00n })
  await approveBy(team.approver, disbursementId)
  const pay = () => payBy(team.intake, disbursementId, { principal: 2_500_00n, fees: 40_00n })
  expect(await refusalOf(pay())).toMatchObject({
    code: 'rule_blocks_posting',
    params: { rule: 'zz-cap', version: 1, place: 'US-ZZ' },
  })

  const said = { disbursementId, ruleId, counsel: 'Ada Example', clearedOn: day('2026-01-03') }
  await clearRule({ staff: team.intake, ...said })
  expect((await refusalOf(pay())).code).toBe('rule_blocks_posting')
  const { id: clearanceId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.counselClearance.findFirstOrThrow(),
  )
  const waitsFor = async (staff: typeof team.treasurer) => {
    const roles = [{ fundId: team.fundId, role: 'approver' as const }]
    const waiting = await waitingForMe({ staff: { ...staff, roles, language: 'en' } })
    return waiting.filter(({ act }) => act === 'confirm_clearance').map(({ to }) => to)
  }
  expect(await waitsFor(team.intake), 'not for whoever wrote it down').toEqual([])
  expect(await waitsFor(team.treasurer)).toEqual([`/admin/disbursements/${disbursementId}`])
  await confirmClearance({ staff: team.treasurer, disbursementId, clearanceId })
  expect(await waitsFor(team.treasurer)).toEqual([])
  const { bondId } = await pay()
  const bond = { bondId: bondId ?? '' }
  await recordRelease({ staff: team.intake, ...bond, outcome: 'released', knownFrom: 'own_visit' })
  await recordDisposition({ staff: team.intake, ...bond, knownFrom: 'court_docket' })
  const deductions = [{ reason: 'court_costs' as const, amount: cents(60_00n) }]
  await recordReturn({
    ...{ staff: team.approver, ...bond, received: cents(2_440_00n), deductions, interest: cents(0n) },
    reference: 'Check 771',
  })

  const kept = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.counselClearance.findUniqueOrThrow({
      where: { id: clearanceId },
      include: { clearanceConfirmation: true, rule: { select: { code: true, version: true } } },
    }),
  )
  expect(kept).toMatchObject({
    ...{ counsel: 'Ada Example', clearedOn: day('2026-01-03'), recordedBy: team.intake.id },
    ...{ rule: { code: 'zz-cap', version: 1 }, clearanceConfirmation: { confirmedBy: team.treasurer.id } },
  })
  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code           debit         credit            amount
    opening        bank          opening       $10,000.00
    bond_posted    bond_deposit  bank           $2,500.00
    bond_fee       bond_fees     bank              $40.00
    case_disposed  refund_due    bond_deposit   $2,500.00
    bond_returned  bank          refund_due     $2,440.00
    bond_withheld  withheld      refund_due        $60.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
