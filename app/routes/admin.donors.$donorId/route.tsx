import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { readCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { donorRecord, standingDonor } from '#app/domain/donor-records/donor-record.server.ts'
import { DonorActForm } from '#app/domain/donor-records/forms.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { actOnDonor } from './donor-acts.server.ts'
import { DonorEvents } from './donor-events.tsx'
import { DonorFacts } from './donor-facts.tsx'
import { DonorMoney } from './donor-money.tsx'
import { DonorNotes } from './donor-notes.tsx'
import { LeftAlone } from './left-alone.tsx'
import { MailStops } from './mail-stops.tsx'
import { MergedDonors } from './merged-donors.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors', 'vault'],
  title: (t) => t('donors:record.title'),
}

export const headers = noStore

const Params = z.object({ donorId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donors:read')
  const { donorId } = parseParams(params, Params)
  const reader = { ...staff, language: context.language }
  const after = readCursor(new URL(request.url).searchParams.get('after'))
  const standing = await standingDonor({ donorId, staff: reader })
  const record = await donorRecord({ donorId: standing, staff: reader, after })
  if (!record) throw new Response(null, { status: 404 })
  if (standing !== donorId) throw redirect(paths.donorRecord(standing), 303)

  const { timezone } = await organization()
  const factors = { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp }
  return { record, timezone, isFirst: after === null, factors }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'donors:read')
  const { donorId } = parseParams(params, Params)
  const reader = { ...staff, language: context.language }
  const record = await donorRecord({ donorId, staff: reader, after: null })
  if (!record) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), DonorActForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(actOnDonor(staff, donorId, form.value), form.values)
  if (!outcome.ok) return outcome.response
  const { isProved, revealed } = outcome.value
  if (revealed !== undefined)
    return data({ refusal: null, values: form.values, errors: {}, revealed }, { headers: noStore() })
  const here = paths.donorRecord(donorId)
  return isProved ? redirectAfterStepUp(staff, here) : redirect(here, 303)
}

/** One donor: who they are, what they gave, what was agreed and written down, and all that happened. */
export default function Donor() {
  const { t } = useWords()
  const { record, timezone, isFirst, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { day } = useFormats(timezone)
  const revealed = answer && 'revealed' in answer ? answer.revealed : null
  return (
    <article className="grid gap-8">
      <header className="grid gap-1">
        <Link to={paths.donors()} className="inline-block py-1 text-s">
          {t('donors:record.back')}
        </Link>
        <h1 className="wrap-anywhere text-2xl">
          <bdi>{record.name || t('donors:record.nameless')}</bdi>
        </h1>
      </header>
      {record.erasedAt && <Notice>{t('donors:record.erased', { date: day(record.erasedAt) })}</Notice>}
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2">
        <div className="grid content-start gap-8">
          <DonorFacts {...{ record, timezone, revealed, answer }} />
          <MergedDonors {...{ record, timezone, factors, answer }} />
          <MailStops {...{ record, timezone, answer }} />
          <LeftAlone {...{ record, timezone, answer }} />
          <DonorNotes {...{ record, timezone, answer }} />
        </div>
        <div className="grid content-start gap-8">
          <DonorMoney record={record} timezone={timezone} />
          <DonorEvents {...{ record, timezone, isFirst }} />
        </div>
      </div>
    </article>
  )
}
