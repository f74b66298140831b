import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { InvitationLink } from '#app/components/invitation-link.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { ownLineField } from '#app/domain/disbursements/fields.ts'
import { roles } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inviteStaff } from '#app/domain/staff/invite-staff.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { people } from '#app/domain/staff/people.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { env } from '#app/platform/env.ts'
import { InviteForm } from './invite.tsx'
import { PeopleTable } from './people-table.tsx'

export const handle: PageHandle = { title: (t) => t('admin:people.title') }
export const headers = noStore

const Invite = z.object({
  name: ownLineField.min(1, 'name_empty').max(120, 'name_too_long'),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, 'email_empty')
    .max(254, 'email_too_long')
    .pipe(z.email('email_malformed')),
  language: z.enum(['en', 'es']),
  fundId: z.uuid(),
  role: z.enum(roles),
  ...proofFields,
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'staff:read')
  const fundIds = fundsWhere(staff, 'staff:read')
  const names = await namesOfFunds({ fundIds, language: context.language })
  const found = await people({ fundIds })
  const managed = fundsWhere(staff, 'staff:manage')
  return {
    people: found.map((person) => ({
      ...person,
      roles: person.roles.map(({ fundId, role }) => ({ fund: names.get(fundId) ?? '', role })),
    })),
    managed: [...names].filter(([id]) => managed.includes(id)).map(([id, name]) => ({ id, name })),
    staff: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'staff:manage')

  const form = parseForm(await request.formData(), Invite)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(invite(staff, form.value), form.values)
  if (!outcome.ok) return outcome.response

  const { staffId, link } = outcome.value
  if (!link) return redirect(paths.person(staffId))
  // Shown once, here: the database holds only a digest of it.
  const address = env().APP_URL + paths.signInLink(link.token)
  return data({ invitation: { name: form.value.name, address } }, { headers: noStore() })
}

function invite(staff: SignedInStaff, form: z.infer<typeof Invite>) {
  const { name, email, language, fundId, role } = form
  return provedBy(
    { staff, action: 'staff.invited', subject: 'staff', subjectId: '', fundId },
    { boundTo: boundTo.invite({ email, fundId, role }), sent: form },
    (stepUpId) => inviteStaff({ inviterId: staff.id, name, email, language, fundId, role, stepUpId }),
  )
}

export default function People() {
  const { t } = useWords()
  const { people, managed, staff } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const form = useFormAnswer(answer)
  const invitation = answer && 'invitation' in answer ? answer.invitation : null
  return (
    <div className="grid gap-10">
      <div>
        <h1 className="text-2xl">{t('admin:people.title')}</h1>
        <p className="measure mt-2 text-quiet">{t('admin:people.lead')}</p>
      </div>
      {invitation && <InvitationLink {...invitation} />}
      <PeopleTable people={people} />
      {managed.length > 0 && (
        <InviteForm key={invitation?.address} funds={managed} staff={staff} answer={form} />
      )}
    </div>
  )
}
