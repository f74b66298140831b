import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { mergeDonors } from '#app/domain/donor-records/merge-donors.server.ts'
import { stopContact } from '#app/domain/donor-records/stop-contact.server.ts'
import { writeNote } from '#app/domain/donor-records/write-note.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { db } from '#app/platform/db.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { givenCharge } from '#tests/support/given-movements.ts'

/** A donor with all that staff can keep about one, another record joined to theirs, and one that may be the same person. */
export async function givenDonorRecords({ fundId }: Team): Promise<{ donorId: string; twinId: string }> {
  const staff = await givenActor(fundId, ['treasurer'])
  const { id: donorId } = await db().donor.findUniqueOrThrow({ where: { email: 'monthly@donor.example' } })
  const mergedId = await givenDonor({ email: 'monthly.old@donor.example', name: 'R. Example' })
  const twinId = await givenDonor({
    email: 'a-very-long-address-that-does-not-break-by-itself@donor.example',
  })
  const pair = { survivorId: donorId, mergedId }
  await mergeDonors({ staff, ...pair, stepUpId: await givenStepUp(staff.id, boundTo.mergeDonors(pair)) })
  await writeNote({ staff, donorId, text: 'Prefers letters.\nCalled about the statement of last year.' })
  await stopContact({ staff, donorId, topic: null, reason: 'in_mourning', until: '2999-12-31' })
  await stopContact({ staff, donorId, topic: 'news', reason: 'donor_asked', until: null })
  return { donorId, twinId }
}

/** The receipt of a donor who was erased. Before any legal demand: what one holds is not erased. */
export async function givenKeptReceipt(fundId: string): Promise<string> {
  const email = 'erased@donor.example'
  const { paymentId } = await givenCharge({
    ...{ email, at: new Date(Date.now() - 86_400_000), parts: [{ fundId, giftCents: 12_00n }] },
  })
  await issueReceipts({ paymentIds: [paymentId] })
  const { id: donorId } = await db().donor.findUniqueOrThrow({ where: { email } })
  await eraseDonor({ donorId })
  return paymentId
}
