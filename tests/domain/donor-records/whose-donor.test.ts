import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { donorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { listDonors, searchDonors } from '#app/domain/donor-records/list-donors.server.ts'
import { mergePreview } from '#app/domain/donor-records/merge-preview.server.ts'
import { revealDonor } from '#app/domain/donor-records/reveal-donor.server.ts'
import { mailDesk } from '#app/domain/mail/mail-desk.server.ts'
import { revealRecipient } from '#app/domain/mail/reveal-recipient.server.ts'
import { revealSuppressed } from '#app/domain/mail/reveal-suppressed.server.ts'
import { sendQueuedMail } from '#app/domain/mail/send-queued-mail.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { csvOf, givenBroughtIn } from '#tests/support/given-import.ts'
import { type GivenMail, givenBounce, givenMail, printedBy } from '#tests/support/given-mail.ts'
import { mergeBy, undoBy } from '#tests/support/given-merge.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { givenCheck, givenDesk } from '#tests/support/given-offline.ts'
import { givenActorIn } from '#tests/support/given-shared-bond.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let elsewhere: Team
beforeAll(async () => {
  team = await givenTeam()
  elsewhere = await givenTeam()
})

const readerOf = (staff: ActingStaff) => ({
  ...staff,
  language: 'en',
  roles: staff.fundIds.map((fundId) => ({ fundId, role: 'treasurer' as const })),
})
const idOf = async (email: string) => (await db().donor.findUniqueOrThrow({ where: { email } })).id

async function imported(name: string, fundId = elsewhere.fundId): Promise<string> {
  const email = `${randomUUID()}@donor.example`
  const staff = fundId === team.fundId ? team.treasurer : elsewhere.treasurer
  await givenBroughtIn({ staff, fundId, file: csvOf([{ email, name }]) })
  return email
}

async function byCheck(name: string): Promise<string> {
  const email = `${randomUUID()}@donor.example`
  const desk = await givenDesk()
  const fundIds = [elsewhere.fundId]
  const [intake, treasurer] = [await givenActorIn(fundIds, ['intake']), elsewhere.treasurer]
  await givenCheck(
    { ...desk, intake, treasurer },
    { amount: 40_00n, fundIds, giver: { name, email, donorId: null, language: 'en' }, reference: name },
  )
  return email
}

async function bounced(email: string): Promise<GivenMail & { suppressionId: string }> {
  const mail = await givenMail({ email })
  await sendQueuedMail(mail)
  return { ...mail, suppressionId: await givenBounce(mail) }
}

describe.each([
  ['only by what was brought in', imported],
  ['only by a check', byCheck],
])('a donor who is known %s', (_, known) => {
  test('is found and opened by people of that fund, and by nobody of another', async () => {
    const name = `Zora ${randomUUID().slice(0, 8)}`
    const email = await known(name)
    const donorId = await idOf(email)
    const nobodys = await givenDonor({ email: `${randomUUID()}@donor.example` })
    const seenBy = async (staff: ActingStaff) => {
      const { fundIds } = staff
      const listed = await listDonors({ fundIds, after: null })
      const found = await Promise.all([name, email].map((typed) => searchDonors({ fundIds, typed })))
      const of = { staff: readerOf(staff) }
      return [
        listed.rows.some(({ id }) => id === donorId),
        ...found.map(({ rows }) => rows.length),
        (await donorRecord({ ...of, donorId, after: null })) !== null,
        (await mergePreview({ ...of, survivorId: donorId, mergedId: nobodys })) !== null,
      ]
    }
    expect(await seenBy(elsewhere.treasurer)).toEqual([true, 1, 1, true, true])
    expect(await seenBy(team.treasurer)).toEqual([false, 0, 0, false, false])
    const reveal = (staff: ActingStaff) => revealDonor({ staff, donorId, reason: 'donor_called' })
    expect(await reveal(elsewhere.treasurer)).toBe(email)
    expect(await whyRefused(reveal(team.treasurer))).toBe('donor_unknown')
  })

  test('is no more known to others after their mail came back', async () => {
    const email = await known(`Zora ${randomUUID().slice(0, 8)}`)
    const { mailId, suppressionId } = await bounced(email)
    const own = elsewhere.treasurer
    const other = team.treasurer
    const desk = async ({ fundIds }: ActingStaff) => {
      const { troubled, struckOff } = await mailDesk({ fundIds, after: null })
      const fundId = troubled.find((mail) => mail.mailId === mailId)?.fundId
      return [fundId, struckOff.find(({ id }) => id === suppressionId)?.email]
    }
    expect(await desk(own)).toEqual([elsewhere.fundId, `${email.slice(0, 1)}•••@donor.example`])
    expect(await desk(other)).toEqual([undefined, null])
    expect(await revealRecipient({ staff: own, mailId })).toBe(email)
    expect(await whyRefused(revealRecipient({ staff: other, mailId }))).toBe('mail_unknown')
    expect(await revealSuppressed({ staff: own, suppressionId })).toBe(email)
    expect(await whyRefused(revealSuppressed({ staff: other, suppressionId }))).toBe('suppression_unknown')
    expect(await whyRefused(printedBy(other, mailId))).toBe('mail_unknown')
    expect(await printedBy(own, mailId)).toContain('2026-000418')
  })
})

test('a donor is known by what was brought in for a record that was joined to them by way of another', async () => {
  const name = `Zora ${randomUUID().slice(0, 8)}`
  const first = await idOf(await imported(`${name} First`))
  const nobodys = (last: string) =>
    givenDonor({ email: `${randomUUID()}@donor.example`, name: `${name} ${last}` })
  const [second, third] = [await nobodys('Second'), await nobodys('Third')]
  await mergeBy(elsewhere.treasurer, { survivorId: second, mergedId: first })
  const { mergeId } = await mergeBy(elsewhere.treasurer, { survivorId: third, mergedId: second })
  const seenBy = async (staff: ActingStaff) => {
    const { fundIds } = staff
    const found = await searchDonors({ fundIds, typed: name })
    const [asked] = await inTransaction(
      { scope: { kind: 'staff', fundIds } },
      (tx) =>
        tx.$queryRaw<{ funds: string[]; isTheirs: boolean }[]>`
          select funds_of_donor(${third}::uuid)::text[] as funds, donor_in_reach(${third}::uuid) as "isTheirs"`,
    )
    const record = await donorRecord({ staff: readerOf(staff), donorId: third, after: null })
    return { ...asked, found: found.rows.map(({ id }) => id), opens: record !== null }
  }
  const theirs = { funds: [elsewhere.fundId], isTheirs: true, found: [third], opens: true }
  expect(await seenBy(elsewhere.treasurer)).toEqual(theirs)
  const hidden = { ...theirs, isTheirs: false, found: [], opens: false }
  expect(await seenBy(team.treasurer)).toEqual(hidden)
  const reveal = revealDonor({ staff: team.treasurer, donorId: third, reason: 'donor_called' })
  expect(await whyRefused(reveal)).toBe('donor_unknown')
  await undoBy(elsewhere.treasurer, { donorId: third, mergeId })
  expect(await seenBy(team.treasurer)).toEqual({ funds: [], isTheirs: true, found: [third], opens: true })
})

test('what touches all of a donor asks for every fund, also for the one from which gifts were brought in', async () => {
  const email = await imported('Zora Both')
  await givenCharge({ email, parts: [{ fundId: team.fundId, giftCents: 5_00n }], at: new Date() })
  const record = await donorRecord({
    staff: readerOf(team.treasurer),
    donorId: await idOf(email),
    after: null,
  })
  expect(record?.may).toMatchObject({ reveal: true, merge: false, export: false })
})
