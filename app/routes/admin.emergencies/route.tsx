import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Emergencies } from '#app/components/emergencies.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { type Emergency, emergencies } from '#app/domain/vault/emergency/emergencies.server.ts'
import { ReviewForm } from '#app/domain/vault/emergency/emergency.ts'
import { reviewGlass } from '#app/domain/vault/emergency/review-glass.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Review } from './review.tsx'

export const handle: PageHandle = {
  words: ['doors', 'papers', 'vault'],
  title: (t) => t('doors:emergencies.document'),
}
export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'emergencies:read')
  const { timezone } = await organization()
  return {
    emergencies: await emergencies({ fundIds: fundsWhere(staff, 'emergencies:read') }),
    readerId: staff.id,
    reviewsIn: fundsWhere(staff, 'emergencies:review'),
    looksIn: fundsWhere(staff, 'vault:read'),
    timezone,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'emergencies:review')
  const form = parseForm(await readForm(request), ReviewForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(reviewGlass({ staff, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.emergencies(), 303) : outcome.response
}

/** Every record that was opened in an emergency, those without a review first. */
export default function EmergenciesPage() {
  const { t } = useWords()
  const { emergencies: all, readerId, reviewsIn, looksIn, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const act = (each: Emergency) => {
    if (each.review || !reviewsIn.includes(each.fundId)) return null
    if (each.by.id === readerId) return <Notice>{t('doors:emergencies.own')}</Notice>
    return <Review glassId={each.id} answer={answer?.values.glassId === each.id ? answer : undefined} />
  }
  return (
    <div className="grid gap-10">
      <div className="grid gap-3">
        <h1 className="text-2xl">{t('doors:emergencies.title')}</h1>
        <p className="measure text-quiet">{t('doors:emergencies.lead')}</p>
      </div>
      {all.length === 0 && (
        <EmptyState title={t('doors:emergencies.none')}>{t('doors:emergency.money')}</EmptyState>
      )}
      {[false, true].map((isReviewed) => {
        const some = all.filter(({ review }) => Boolean(review) === isReviewed)
        const title = t(isReviewed ? 'doors:emergencies.reviewed' : 'doors:emergencies.waiting')
        return some.length === 0 ? null : (
          <section key={title} aria-label={title} className="grid gap-6">
            <h2 className="text-xl">{title}</h2>
            <Emergencies
              emergencies={some}
              timezone={timezone}
              linksTo={({ fundId }) => looksIn.includes(fundId)}
              act={act}
            />
          </section>
        )
      })}
    </div>
  )
}
