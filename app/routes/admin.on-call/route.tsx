import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { endTurn } from '#app/domain/on-call/end-turn.server.ts'
import { onCallForm } from '#app/domain/on-call/forms.ts'
import { onCallPage } from '#app/domain/on-call/on-call-page.server.ts'
import { takeTurn } from '#app/domain/on-call/take-turn.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Fund } from './fund.tsx'
import { TakeTurn } from './take-turn.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['window'],
  title: (t) => t('window:on_call.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'on-call:read')
  const { timezone } = await organization()
  return { funds: await onCallPage({ staff, language: context.language }), timezone }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'on-call:read')
  const { timezone } = await organization()
  const form = parseForm(await readForm(request), onCallForm(timezone))
  if (!form.ok) return invalid(form)
  const { value } = form
  if ('fundId' in value && !staff.fundIds.includes(value.fundId)) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(enter(staff, value), form.values)
  return outcome.ok ? redirect(paths.onCall(), 303) : outcome.response
}

type Entered = z.output<ReturnType<typeof onCallForm>>

const enter = async (staff: SignedInStaff, entered: Entered): Promise<void> => {
  if (entered.intent === 'end') return endTurn({ staff, turnId: entered.turnId })
  await takeTurn({ staff, ...entered })
}

/** Who can say yes now, by fund, with a number to press. */
export default function OnCall() {
  const { t } = useWords()
  const { funds, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const taking = funds.filter(({ mayTake }) => mayTake)
  const of = (intent: string) => (answer?.values.intent === intent ? answer : undefined)
  return (
    <div className="grid gap-10">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('window:on_call.title')}</h1>
        <p className="measure text-quiet">{t('window:on_call.lead')}</p>
      </div>
      {funds.map((fund) => (
        <Fund key={fund.id} fund={fund} timezone={timezone} answer={of('end')} />
      ))}
      {taking.length > 0 && <TakeTurn funds={taking} answer={of('take')} />}
    </div>
  )
}
