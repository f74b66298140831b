import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { PartyForm, PartyNames } from '#app/components/bonds/party-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { PartiesForm } from '#app/domain/papers/forms.ts'
import { recordParty } from '#app/domain/papers/record-party.server.ts'
import { revealParties } from '#app/domain/papers/reveal-parties.server.ts'
import { bondPapersOf } from '#app/http/bond-papers-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['papers', 'vault'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  const { bondId } = await bondPapersOf(args, staff)
  const form = parseForm(await readForm(args.request), PartiesForm)
  if (!form.ok) return invalid(form)
  if (form.value.intent === 'record') {
    const { intent: _, ...party } = form.value
    const outcome = await orRefusal(recordParty({ staff, bondId, ...party }), form.values)
    return outcome.ok ? redirect(paths.bond(bondId), 303) : outcome.response
  }
  const { reason } = form.value
  const outcome = await orRefusal(revealParties({ staff, bondId, reason }), form.values)
  if (!outcome.ok) return outcome.response
  const seen = outcome.value
  return data({ refusal: null, values: form.values, errors: {}, seen }, { headers: noStore() })
}

export default function Parties() {
  const { t } = useWords()
  const { page, papers } = useBondFrame()
  const answer = useActionData<typeof action>()
  const of = (intent: string) => (answer?.values.intent === intent ? answer : undefined)
  const seen = answer && 'seen' in answer ? answer.seen : null
  return (
    <>
      <h2 className="text-l">{t('papers:party.title')}</h2>
      <PartyForm bondId={page.id} answer={of('record')} />
      {papers.mayReveal && papers.parties.some(({ named }) => named) && (
        <PartyNames bondId={page.id} reasons={papers.reasons} answer={of('reveal')} seen={seen} />
      )}
    </>
  )
}
