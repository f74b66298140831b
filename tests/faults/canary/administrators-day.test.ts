import { basename } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { cents } from '#app/domain/money/cents.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { nowhere, tablesWithTraces, tracesBesideTables, useCanary } from '#tests/support/canary.ts'
import { givenCoPaidBond } from '#tests/support/given-copay.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { givenIntakeTeam } from '#tests/support/given-request.ts'
import { gift, visitorTo } from '#tests/support/visitor.ts'
import { familyAsks, requestIsWorked } from './asked.ts'
import { bondWithFamilysPart, moneyIsLost } from './money.ts'
import { daysAtCourt, nightIsDrawn, othersAsk, othersPay } from './rest-of-the-day.ts'
import { family, type Office, rowOf, tookIt, traces } from './rooms.ts'

const canary = await useCanary(traces)
const { app, browser, found } = canary

beforeAll(async () => {
  const team = await givenIntakeTeam({ fund: { slug: 'bail' } })
  const posterStaff = await givenPoster(team.fundId)
  const office: Office = {
    ...{ fundId: team.fundId, posterStaff, poster: await browser(posterStaff) },
    ...{ intake: await browser(team.intake), approver: await browser(team.approver) },
    ...{ treasurer: await browser(team.treasurer), administrator: await browser(team.administrator) },
    auditor: await browser(await givenActor(team.fundId, ['auditor'])),
  }
  const request = await familyAsks(app)
  await requestIsWorked(office, request)
  const caseOfRequest = await rowOf(async (tx) => {
    const asked = await tx.helpRequest.findUniqueOrThrow({ where: { id: basename(request) } })
    const { caseCode } = await tx.personCase.findFirstOrThrow({ where: { personId: asked.personId ?? '' } })
    return { personId: asked.personId ?? '', caseCode }
  })
  const { name, a_number, docket, phone, note, birth_date } = family
  await office.intake.did(`/admin/cases/${caseOfRequest.personId}/facts`, {
    ...{ name, a_number, docket, phone, note, birth_date, contact: `${family.signer}, ${phone}` },
    caseCode: caseOfRequest.caseCode,
  })

  const lost = await givenCoPaidBond(team, { family: 0n, own: 1_000_00n, exposure: cents(10_000_00n) })
  await daysAtCourt(office, `/admin/bonds/${lost.bondId}`, app)
  await moneyIsLost(office, `/admin/bonds/${lost.bondId}`)
  await bondWithFamilysPart(office, caseOfRequest.caseCode)
  await nightIsDrawn(team)
  await othersAsk(office, caseOfRequest)
  await othersPay(office, team)

  const giving = await visitorTo(app.url).post('/funds/bail/donate', gift())
  await app.control.post(`sessions/${giving.headers.get('location')?.split('/').at(-1)}/pay`)
  await app.settled()
}, 240_000)

describe('what a family and their people were called through a day of the office', () => {
  test('stands in no row, and the books are in order', async () => {
    expect(await tablesWithTraces(canary)).toEqual([])
    expect(await brokenBooks()).toEqual([])
  })

  test('is refused by every field that takes codes or the number of a paper', () => {
    expect(tookIt).toEqual([])
  })

  test('stands in no log, mail, address, name of a file or main backup, and Stripe was not told', async () => {
    expect(await tracesBesideTables(canary)).toEqual(nowhere)
  })

  test('and each of them would be found', () => {
    for (const value of Object.values(family)) expect(found(value)).not.toEqual([])
  })
})
