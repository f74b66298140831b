import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { InvitationLink } from '#app/components/invitation-link.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { people } from '#app/domain/staff/people.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { env } from '#app/platform/env.ts'
import { HeldRoles } from './held-roles.tsx'
import { changeRoles, formOf } from './role-acts.server.ts'
import { GiveRole, RenewLink, TakeRole } from './role-forms.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  words: ['control', 'doors', 'records'],
  title: (_, { person }) => person.name,
}
export const headers = noStore

const Params = z.object({ staffId: z.uuid() })

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'staff:read')
  const { staffId } = parseParams(params, Params)
  const fundIds = fundsWhere(staff, 'staff:read')
  const [person] = await people({ fundIds, staffId })
  if (!person) throw new Response(null, { status: 404 })

  const names = await namesOfFunds({ fundIds, language: context.language })
  const managed = fundsWhere(staff, 'staff:manage')
  const { timezone } = await organization()
  return {
    person: {
      ...person,
      roles: person.roles.map((held) => ({
        ...held,
        fund: names.get(held.fundId) ?? '',
        mine: managed.includes(held.fundId),
      })),
    },
    managed: [...names].filter(([id]) => managed.includes(id)).map(([id, name]) => ({ id, name })),
    staff: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
    reading: { language: context.language, timezone },
  }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'staff:manage')
  const { staffId } = parseParams(params, Params)
  const [person] = await people({ fundIds: fundsWhere(staff, 'staff:read'), staffId })
  if (!person) throw new Response(null, { status: 404 })

  const formData = await request.formData()
  const form = parseForm(formData, formOf(formData.get('intent')))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(changeRoles(staff, staffId, form.value), form.values)
  if (!outcome.ok) return outcome.response

  const { link } = outcome.value
  if (link) {
    const address = env().APP_URL + paths.signInLink(link.token)
    return data({ invitation: { name: person.name, address } }, { headers: noStore() })
  }
  const [left] = await people({ fundIds: fundsWhere(staff, 'staff:read'), staffId })
  return redirectAfterStepUp(staff, left ? paths.person(staffId) : paths.staff())
}

export default function Person() {
  const { t } = useWords()
  const { person, managed, staff, reading } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const forms = {
    grant: useFormAnswer(answer, 'grant'),
    withdraw: useFormAnswer(answer, 'withdraw'),
    renew: useFormAnswer(answer, 'renew'),
  }
  const takeable = person.roles.filter(({ mine }) => mine)
  return (
    <div className="grid gap-10">
      <div>
        <h1 className="text-2xl">
          <bdi>{person.name}</bdi>
        </h1>
        <p className="text-quiet">
          <bdi>{person.email}</bdi>
        </p>
        <p>
          <Link to={paths.staffRecord(person.id)} className="inline-block py-1">
            {t('records:staff.open')}
          </Link>
        </p>
        <p>
          <Link to={paths.staffRecovery(person.id)} className="inline-block py-1">
            {t('doors:recovery.link')}
          </Link>
        </p>
      </div>
      {answer && 'invitation' in answer && <InvitationLink {...answer.invitation} />}
      {!person.enrolled && <Notice>{t('admin:people.waits')}</Notice>}
      <HeldRoles roles={person.roles} reading={reading} />
      {managed.length > 0 && (
        <div className="grid items-start gap-x-16 gap-y-10 lg:grid-cols-2">
          <GiveRole staffId={person.id} funds={managed} staff={staff} answer={forms.grant} />
          {takeable.length > 0 && (
            <TakeRole staffId={person.id} roles={takeable} staff={staff} answer={forms.withdraw} />
          )}
          {!person.enrolled && <RenewLink staffId={person.id} staff={staff} answer={forms.renew} />}
        </div>
      )}
    </div>
  )
}
