import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { cardWords } from '#app/components/donor/card-words.ts'
import { useDonorFrame } from '#app/components/donor/donor-frame.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import {
  monthlyGiftsOfDonor,
  type OwnMonthlyGift,
} from '#app/domain/donor-area/gifts/monthly-gifts-of-donor.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { type MonthlyDay, monthlyDay } from '#app/domain/recurring-donations/monthly-day.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { formatDate } from '#app/words/dates.ts'

export const handle: PageHandle = { title: (t) => t('donor:nav.monthly') }
export const headers = noStore

export async function loader({ request, context }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  const { timezone } = await organization()
  const gifts = await monthlyGiftsOfDonor({ donorId: donor.id, language: context.language })
  return { monthly: gifts.map((gift) => ({ ...gift, on: monthlyDay(gift.countedFrom, timezone) })) }
}

export default function MonthlyGifts() {
  const { t } = useWords()
  const { monthly } = useLoaderData<typeof loader>()
  const { language } = useDonorFrame()
  return (
    <>
      <h1 className="text-3xl">{t('donor:nav.monthly')}</h1>
      {monthly.length === 0 ? (
        <EmptyState
          title={t('donor:monthly.none')}
          next={
            <LinkButton to={paths.funds(language)} reloadDocument>
              {t('donor:gifts.give')}
            </LinkButton>
          }
        >
          {t('donor:monthly.none.why')}
        </EmptyState>
      ) : (
        <ul className="mt-6 border-t border-hairline">
          {monthly.map((gift) => (
            <li key={gift.id} className="border-b border-hairline py-5">
              <Monthly gift={gift} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Monthly({ gift }: { gift: OwnMonthlyGift & { on: MonthlyDay } }) {
  const { t } = useWords()
  const { language, timezone } = useDonorFrame()
  const money = (cents: bigint) => formatCents(cents, language)
  const day = (date: Date) => formatDate(date, language, timezone)
  const funds = gift.parts.map(({ fund }) => fund)
  return (
    <>
      <h2 className="text-l">
        {t('donor:monthly.amount', { amount: money(gift.amountCents) })}{' '}
        <bdi className="block font-normal text-m">
          {new Intl.ListFormat(language, { type: 'conjunction' }).format(funds)}
        </bdi>
      </h2>
      <p className="mt-2">
        {t(`donor:monthly.${gift.state}`, { date: day(gift.endedAt ?? gift.startedAt) })}
      </p>
      {gift.nextAt && (
        <p className="mt-1 font-semibold">{t('donor:monthly.next', { date: day(gift.nextAt) })}</p>
      )}
      <p className="mt-1 text-s text-quiet">
        {[
          ...(gift.nextAt
            ? [
                t(gift.on.isExact ? 'donor:monthly.day' : 'donor:monthly.day.near', {
                  day: String(gift.on.day),
                }),
              ]
            : []),
          t('donor:monthly.since', { date: day(gift.startedAt) }),
          ...(gift.card ? [cardWords(t, gift.card)] : []),
          ...(gift.lastPaidAt ? [t('donor:monthly.last', { date: day(gift.lastPaidAt) })] : []),
        ].join(' · ')}
      </p>
      {gift.parts.length > 1 && (
        <ul className="mt-2 text-s">
          {gift.parts.map(({ fund, giftCents, feeCoverCents }) => (
            <li key={fund} className="flex flex-wrap justify-between gap-x-6">
              <bdi>{fund}</bdi> <span className="figures">{money(giftCents + feeCoverCents)}</span>
            </li>
          ))}
        </ul>
      )}
      {gift.state !== 'cancelled' && (
        <LinkButton to={gift.manageUrl} tone="outline" reloadDocument className="mt-4">
          {t('donor:monthly.manage')}
        </LinkButton>
      )}
    </>
  )
}
