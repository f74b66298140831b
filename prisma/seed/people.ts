import { Secret, TOTP } from 'otpauth'
import type { Role } from '#app/domain/staff/access.ts'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { beginTotpEnrolment } from '#app/domain/staff/totp/begin-totp-enrolment.server.ts'
import { confirmTotp } from '#app/domain/staff/totp/confirm-totp.server.ts'
import { secretCell } from '#app/domain/staff/totp/secret-cell.ts'
import { open } from '#app/platform/crypto.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'

/**
 * People with different roles, so that a whole round can be walked: no one of them could do it alone. Lee only goes to
 * the window, and sees nothing but what was given to them.
 */
const people: { email: string; name: string; roles: Role[] }[] = [
  { email: 'dana@larkspur.example', name: 'Dana Example', roles: ['intake', 'treasurer'] },
  { email: 'sam@larkspur.example', name: 'Sam Example', roles: ['approver', 'administrator'] },
  { email: 'kit@larkspur.example', name: 'Kit Example', roles: ['approver', 'auditor'] },
  { email: 'lee@larkspur.example', name: 'Lee Example', roles: ['poster'] },
]

/**
 * Who came at the end of the year: a second administrator, whose work it is not to read records, and somebody whose phone is
 * lost, so that no link is made for them.
 */
const latecomers: typeof people = [
  { email: 'robin@larkspur.example', name: 'Robin Example', roles: ['administrator'] },
  { email: 'noor@larkspur.example', name: 'Noor Example', roles: ['poster'] },
]

export type DemonstrationStaff = { dana: Person; sam: Person; kit: Person; lee: Person }
export type Person = { id: string; fundIds: string[] }

export async function seedPeople(fundIds: string[]): Promise<DemonstrationStaff> {
  const person = await add(people, fundIds)
  return {
    dana: person('dana@larkspur.example'),
    sam: person('sam@larkspur.example'),
    kit: person('kit@larkspur.example'),
    lee: person('lee@larkspur.example'),
  }
}

export async function addLatecomers(fundIds: string[]): Promise<{ robin: Person; noor: Person }> {
  const person = await add(latecomers, fundIds)
  return { robin: person('robin@larkspur.example'), noor: person('noor@larkspur.example') }
}

/** Each with their roles in all of these funds and a way to sign in. */
async function add(newcomers: typeof people, fundIds: string[]): Promise<(email: string) => Person> {
  const made = new Map<string, Person>()
  for (const { email, name, roles } of newcomers) {
    const { id } = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
      const person = await tx.staff.create({ data: { email, name }, select: { id: true } })
      await tx.staffRole.createMany({
        data: fundIds.flatMap((fundId) => roles.map((role) => ({ staffId: person.id, fundId, role }))),
      })
      return person
    })
    const { secret } = await beginTotpEnrolment({ staffId: id })
    await confirmTotp({ staffId: id, code: codeOf(secret) })
    made.set(email, { id, fundIds })
  }
  return (email) => {
    const known = made.get(email)
    if (!known) throw new Error(`nobody was made for ${email}`)
    return known
  }
}

export type SignIn = { label: string; role: string; secret: string; signIn: string }

/** A fresh one-time link for each, and the secret that the sandbox's page makes their codes from. */
export async function signIns(): Promise<SignIn[]> {
  const present = [...people, ...latecomers.filter(({ roles }) => roles.includes('administrator'))]
  const known = await db().staff.findMany({
    where: { email: { in: present.map((person) => person.email) } },
    include: { staffTotp: true },
    orderBy: { recordedAt: 'asc' },
  })
  return Promise.all(
    known.map(async ({ id, email, name, staffTotp }) => {
      const { token } = await issueDemonstrationLink({ staffId: id })
      return {
        label: name,
        role: present.find((person) => person.email === email)?.roles.join(' + ') ?? '',
        secret: staffTotp ? open(staffTotp.secretSealed, secretCell(id)) : '',
        signIn: `${env().APP_URL}/admin/sign-in/${token}`,
      }
    }),
  )
}

const codeOf = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate()
