import { randomUUID } from 'node:crypto'
import { createFund, type NewFund } from '#app/domain/funds/create-fund.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { opening } from '#app/domain/ledger/transfers/between-funds.ts'
import { cents } from '#app/domain/money/cents.ts'
import { setUpOrganization } from '#app/domain/organization/set-up-organization.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { db, inTransaction } from '#app/platform/db.ts'

const system = { scope: { kind: 'system' } } as const

/** The fictional organization of the tests; once per database. */
export async function givenOrganization(facts: { goLiveAt?: Date; timezone?: string } = {}): Promise<void> {
  if (await db().organization.findFirst()) return
  await setUpOrganization({
    name: 'Larkspur County Freedom Fund',
    legalName: 'Larkspur County Freedom Fund, Inc.',
    taxProfile: 'us_501c3',
    ein: '00-0000000',
    address: '1 Courthouse Square, Larkspur',
    email: 'hello@larkspur.example',
    phone: '+1 555 0100',
    timezone: facts.timezone ?? 'America/Chicago',
    statementDescriptor: 'LARKSPUR FREEDOM',
    goLiveAt: facts.goLiveAt ?? new Date('2020-01-01T00:00:00Z'),
  })
}

/** A fund under the demonstration's policy that allows bail, immigration bonds and rides. Answers its id. */
export async function givenFund(fund: Partial<NewFund> = {}): Promise<string> {
  await givenOrganization()
  return inTransaction(system, (tx) =>
    createFund(tx, {
      slug: `fund-${randomUUID().slice(0, 8)}`,
      kind: 'bail',
      policyName: 'demonstration',
      effectiveFrom: new Date('2020-01-01T00:00:00Z'),
      texts: [
        {
          language: 'en',
          name: 'Bail Fund',
          summary: 'Pays bail.',
          purpose: 'To pay bail for people in Larkspur County.',
        },
        {
          language: 'es',
          name: 'Fondo de fianzas',
          summary: 'Paga fianzas.',
          purpose: 'Pagar fianzas en el condado de Larkspur.',
        },
      ],
      purposeCodes: ['court_bail', 'immigration_bond', 'ride_home'],
      ...fund,
    }),
  )
}

/** A person of staff who holds the roles in the fund. Answers the id. */
export async function givenStaff(
  staff: { fundId?: string; roles?: Role[]; name?: string; email?: string } = {},
): Promise<string> {
  const { id } = await inTransaction(system, async (tx) => {
    const person = await tx.staff.create({
      data: { name: staff.name ?? 'Staff', email: staff.email ?? `${randomUUID()}@staff.example` },
      select: { id: true },
    })
    for (const role of staff.roles ?? []) {
      if (!staff.fundId) throw new Error('a role is held in a fund')
      await tx.staffRole.create({ data: { staffId: person.id, fundId: staff.fundId, role } })
    }
    return person
  })
  return id
}

/** A fresh proof of presence, as if the person had just used their authenticator for this one act. */
export async function givenStepUp(staffId: string, boundTo: string): Promise<string> {
  const { id } = await inTransaction(system, (tx) =>
    tx.staffStepUp.create({ data: { staffId, method: 'totp', boundTo }, select: { id: true } }),
  )
  return id
}

/** Money in the fund's bank at go-live. */
export async function givenBankBalance(fundId: string, amount: bigint): Promise<void> {
  await inTransaction(system, (tx) =>
    postTransfers(tx, {
      source: { kind: 'opening', id: randomUUID() },
      occurredAt: new Date('2020-01-01T00:00:00Z'),
      transfers: opening({ fundId, account: 'bank', amount: cents(amount) }),
    }),
  )
}
