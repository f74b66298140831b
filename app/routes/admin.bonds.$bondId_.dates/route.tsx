import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { CaseState } from '#app/components/disbursements/case-state.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { dateActForm } from '#app/domain/court-dates/forms.ts'
import { type DatesOfBond, datesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { isOrphaned } from './answers.ts'
import { Contact } from './contact.tsx'
import { DateList } from './date-list.tsx'
import { Deadlines } from './deadlines.tsx'
import { MissedDates } from './missed.tsx'
import { record } from './record.server.ts'
import { ReleaseChecks } from './release.tsx'
import { RideHome } from './rides.tsx'
import { scriptsOf } from './scripts.server.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['dates', 'papers'],
  title: (t, { page }) => t('dates:of_bond.title', { code: page.caseCode }),
}

export const headers = noStore

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:follow')
  const { timezone } = await organization()
  const page = await theirs(staff, params, timezone)
  return { page, timezone, scripts: scriptsOf(page) }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:follow')
  const { timezone } = await organization()
  const { id: bondId } = await theirs(staff, params, timezone)

  const form = parseForm(await readForm(request), dateActForm(timezone))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(record({ staff, bondId }, form.value), form.values)
  return outcome.ok ? redirect(paths.bondDates(bondId)) : outcome.response
}

/** The case of a fund in which this person follows bonds; 404 for any other. */
async function theirs(
  staff: SignedInStaff,
  params: LoaderFunctionArgs['params'],
  timezone: string,
): Promise<DatesOfBond> {
  const { bondId } = parseParams(params, z.object({ bondId: z.uuid() }))
  const page = await datesOfBond({ bondId, fundIds: fundsWhere(staff, 'bonds:follow'), timezone })
  if (!page) throw new Response(null, { status: 404 })
  return page
}

export default function DatesOfOneBond() {
  const { t } = useWords()
  const { page, timezone, scripts } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const entries = useEntries(answer)
  const part = { page, timezone, answer }
  return (
    <article className="grid gap-8">
      <header>
        <Link to={paths.bond(page.id)} className="inline-block py-1 text-s">
          {t('dates:of_bond.back')}
        </Link>
        <h1 className="text-2xl">
          {t('dates:of_bond.heading')} <span className="figures">{page.caseCode}</span>
        </h1>
        <p className="mt-1">
          <CaseState state={page.state} />
        </p>
      </header>
      {isOrphaned(part) && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      <div className="grid gap-x-16 gap-y-10 lg:grid-cols-2">
        <div className="grid content-start gap-10">
          <MissedDates {...part} />
          <DateList {...part} scripts={scripts} />
        </div>
        <div className="grid content-start gap-10">
          <RideHome {...part} />
          <ReleaseChecks {...part} />
          <Deadlines {...part} />
          <Contact {...part} />
        </div>
      </div>
    </article>
  )
}
