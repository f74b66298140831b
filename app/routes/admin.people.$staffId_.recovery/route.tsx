import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { people } from '#app/domain/staff/people.server.ts'
import { recoveryPage } from '#app/domain/staff/recovery/recovery-page.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { env } from '#app/platform/env.ts'
import { Current } from './current.tsx'
import { OpenForm } from './open-form.tsx'
import { Past } from './past.tsx'
import { RecoveryForm, recoveryAct } from './recovery-acts.server.ts'
import { ShownOnce } from './shown-once.tsx'

export const handle: PageHandle = { words: ['doors'], title: (t) => t('doors:recovery.document') }
export const headers = noStore

const Params = z.object({ staffId: z.uuid() })

async function personOf(staff: SignedInStaff, params: ActionFunctionArgs['params']) {
  const { staffId } = parseParams(params, Params)
  const [person] = await people({ fundIds: fundsWhere(staff, 'recoveries:read'), staffId })
  if (!person) throw new Response(null, { status: 404 })
  return person
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'recoveries:read')
  const { id, name } = await personOf(staff, params)
  const { timezone } = await organization()
  return {
    person: { id, name },
    page: await recoveryPage({ staffId: id, readerId: staff.id }),
    reader: {
      id: staff.id,
      mayReadPeople: fundsWhere(staff, 'staff:read').length > 0,
      mayStop: fundsWhere(staff, 'staff:manage').length > 0,
      factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
    },
    timezone,
  }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'recoveries:confirm')
  const { id, name } = await personOf(staff, params)
  const form = parseForm(await readForm(request), RecoveryForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(recoveryAct(staff, id, form.value), form.values)
  if (!outcome.ok) return outcome.response
  const shown = outcome.value
  if (!shown) return redirect(paths.staffRecovery(id), 303)
  const secret = 'code' in shown ? shown.code : env().APP_URL + paths.signInLink(shown.link.token)
  const once = { kind: 'code' in shown ? ('code' as const) : ('link' as const), name, secret }
  return data({ once }, { headers: noStore() })
}

/** Someone lost every way to sign in: what two administrators do, and what was done before. */
export default function Recovery() {
  const { t } = useWords()
  const { person, page, reader, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const back = answer && 'errors' in answer ? answer : undefined
  const of = (intent: string) => (back?.values.intent === intent ? back : undefined)
  return (
    <div className="grid gap-10">
      <div className="grid gap-3">
        <h1 className="text-2xl">{t('doors:recovery.title', { name: person.name })}</h1>
        <p className="measure">{t('doors:recovery.lead')}</p>
        <p className="measure text-quiet">{t('doors:recovery.waits_a_day')}</p>
        {reader.mayReadPeople && (
          <p>
            <Link to={paths.person(person.id)} className="inline-block py-1">
              <bdi>{person.name}</bdi>
            </Link>
          </p>
        )}
      </div>
      {answer && 'once' in answer && <ShownOnce {...answer.once} />}
      {page.current ? (
        <Current
          recovery={page.current}
          {...{ person, reader, timezone, mayConfirm: page.managesAll || page.trusted }}
          confirming={of('confirm')}
          stopping={of('stop')}
        />
      ) : (
        <OpenForm {...{ person, page, reader }} answer={of('open')} />
      )}
      <Past past={page.past} timezone={timezone} />
    </div>
  )
}
