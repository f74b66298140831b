import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { askEmailChange } from '#app/domain/donor-area/settings/ask-email-change.server.ts'
import { confirmEmailChange } from '#app/domain/donor-area/settings/confirm-email-change.server.ts'
import { askSignInLink } from '#app/domain/donor-area/sign-in/ask-sign-in-link.server.ts'
import { currentDonor } from '#app/domain/donor-area/sign-in/current-donor.server.ts'
import { redeemDonorLink } from '#app/domain/donor-area/sign-in/redeem-donor-link.server.ts'
import { sendSignInLink } from '#app/domain/donor-area/sign-in/send-sign-in-link.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDonor, givenDonorSession } from '#tests/support/given-donor.ts'
import { mergeBy, undoBy } from '#tests/support/given-merge.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const [ana, bea, cleo] = ['ana@donor.example', 'bea@donor.example', 'cleo@donor.example']
let staff: ActingStaff
let [anaId, beaId, cleoId] = ['', '', '']
beforeAll(async () => {
  staff = await givenActor(await givenFund(), ['treasurer'])
  anaId = await givenDonor({ email: ana })
  beaId = await givenDonor({ email: bea })
  cleoId = await givenDonor({ email: cleo })
})

/** The token that the last mail of its kind brought to an address. */
async function tokenIn(recipient: string, message: string): Promise<string> {
  const { props } = await db().mail.findFirstOrThrow({
    where: { recipient, message },
    orderBy: { recordedAt: 'desc' },
  })
  const { signInUrl, confirmUrl } = props as { signInUrl?: string; confirmUrl?: string }
  return new URL(signInUrl ?? confirmUrl ?? '').pathname.split('/').at(-1) ?? ''
}

async function linkMailedTo(email: string): Promise<string> {
  await askSignInLink({ email, language: 'en', next: '', address: '192.0.2.7' })
  const { id: askId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.donorSignInAsk.findFirstOrThrow({ where: { email } }),
  )
  await sendSignInLink({ askId })
  return tokenIn(email, 'donor-sign-in')
}

const signedInWith = async (token: string) =>
  (await redeemDonorLink({ token, visit: { device: 'Firefox · Linux' } })).sessionId

test('whoever signed in by the other’s record is signed out when a merge is taken back, and nothing that they asked for is left', async () => {
  const { mergeId: inner } = await mergeBy(staff, { survivorId: beaId, mergedId: cleoId })
  const { mergeId } = await mergeBy(staff, { survivorId: anaId, mergedId: beaId })
  const sessionId = await signedInWith(await linkMailedTo(cleo))
  expect(await currentDonor({ sessionId })).toMatchObject({ id: anaId, email: ana })
  const unspent = await linkMailedTo(bea)
  await askEmailChange({ donorId: anaId, email: 'bea.new@donor.example', language: 'en' })
  const unconfirmed = await tokenIn('bea.new@donor.example', 'donor-email-change')

  await undoBy(staff, { donorId: anaId, mergeId })
  expect(await currentDonor({ sessionId })).toBeNull()
  expect(await whyRefused(redeemDonorLink({ token: unspent, visit: { device: '' } }))).toBe('link_used')
  expect(await whyRefused(confirmEmailChange({ token: unconfirmed }))).toBe('link_unknown')
  expect(await db().donor.findUniqueOrThrow({ where: { id: anaId } })).toMatchObject({ email: ana })

  // Each signs in anew, to what is theirs; who is still one person with another is so until that is taken back too.
  const own = await signedInWith(await linkMailedTo(ana))
  const others = await signedInWith(await linkMailedTo(cleo))
  expect(await currentDonor({ sessionId: own })).toMatchObject({ id: anaId })
  expect(await currentDonor({ sessionId: others })).toMatchObject({ id: beaId })
  await undoBy(staff, { donorId: beaId, mergeId: inner })
  expect(await currentDonor({ sessionId: others })).toBeNull()
  expect(await currentDonor({ sessionId: own }), 'who had no part in it').toMatchObject({ id: anaId })
  expect(await currentDonor({ sessionId: await givenDonorSession(cleoId) })).toMatchObject({ id: cleoId })
  expect(await brokenBooks()).toEqual([])
})
