import { redirect } from '@remix-run/node'
import { recordRefusedAttempt } from '#app/domain/audit/record-refused-attempt.server.ts'
import { fundIdOf } from '#app/domain/funds/fund-id-of.server.ts'
import type { Action } from '#app/domain/staff/access.ts'
import { currentSession } from '#app/domain/staff/sessions/current-session.server.ts'
import { fundsWhere, hasFactor, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { narrowedPages, paths } from './paths.ts'
import { sessionIdOf } from './session.ts'

export type { SignedInStaff }
export type StaffAction = Action

/**
 * Who asks. Throws a redirect to the sign-in page for a stranger, to enrolment for someone who has no factor yet,
 * and a 403 for someone who may not do it in any fund. Whoever reads comes with the funds in which they may: what belongs to
 * another does not exist for them here, whatever else they are there. Whether they may act in *this* fund is the domain's to
 * say, which keeps every attempt that it refuses.
 */
export async function requireStaff(request: Request, action?: StaffAction): Promise<SignedInStaff> {
  const staff = await requireEnrolling(request)
  if (!hasFactor(staff)) throw redirect(paths.enrol())
  if (!action) return staff
  const fundIds = fundsWhere(staff, action)
  if (fundIds.length === 0) {
    await recordRefusedAttempt({
      actor: { kind: 'staff', id: staff.id },
      action,
      subject: 'staff',
      subjectId: staff.id,
      reason: 'role_missing',
    })
    throw new Response(null, { status: 403 })
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return staff
  return narrowed(request, { ...staff, fundIds: staff.fundIds.filter((fundId) => fundIds.includes(fundId)) })
}

/** On a page that can be narrowed, the reader as they are in the fund that they chose. What is no fund of theirs narrows nothing. */
async function narrowed(request: Request, staff: SignedInStaff): Promise<SignedInStaff> {
  const { pathname, searchParams } = new URL(request.url)
  const slug = searchParams.get('fund')
  if (!slug || !narrowedPages.includes(pathname)) return staff
  const chosen = await fundIdOf(slug)
  if (!staff.roles.some(({ fundId }) => fundId === chosen)) return staff
  return {
    ...staff,
    fundIds: staff.fundIds.filter((fundId) => fundId === chosen),
    roles: staff.roles.filter(({ fundId }) => fundId === chosen),
  }
}

/** Like `requireStaff`, and open to someone who has yet to set up their first passkey or authenticator. */
export async function requireEnrolling(request: Request): Promise<SignedInStaff> {
  const staff = await staffOf(request)
  if (staff) return staff
  const { pathname, search } = new URL(request.url)
  // What was being sent is lost, so a form's address is no place to come back to.
  const next = request.method === 'GET' ? `?next=${encodeURIComponent(pathname + search)}` : ''
  throw redirect(`${paths.signIn()}${next}`)
}

/** Who asks, or null for a stranger. */
export async function staffOf(request: Request): Promise<SignedInStaff | null> {
  const sessionId = sessionIdOf(request)
  return sessionId ? currentSession({ sessionId }) : null
}
