import { Notice } from '#app/components/notice.tsx'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import type { OfferedAgain } from '#app/domain/donations/offered-again.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { paths } from '#app/http/paths.ts'

type GivenBackProps = {
  state: OfferedAgain['state']
  /** Where the paid gift is thanked for; only for the browser that paid. */
  thanks: string | null
  /** Funds of the split that take nothing now, and what was meant for each in cents. */
  gone: { fund: string; cents: bigint }[]
  /** The fund of this page, which would have it instead. */
  home: string
  /** Whether the form stands below, filled in. */
  takes: boolean
  className?: string
}

/** Said to a donor who left for the payment page and is here again. */
export function GivenBack({ state, thanks, gone, home, takes, className }: GivenBackProps) {
  const { t } = useWords()
  const { language } = usePublicFrame()
  const said = takes || state === 'paid' ? state : 'stopped'
  return (
    <Notice title={t(`give:back.${said}.title`)} className={className ?? ''}>
      <p>{t(`give:back.${said}`)}</p>
      {said !== 'paid' &&
        said !== 'stopped' &&
        gone.map(({ fund, cents }) => (
          <p key={fund} className="mt-2 font-semibold">
            {t('give:back.gone', { fund, home, amount: formatCents(cents, language) })}
          </p>
        ))}
      {state === 'paid' && thanks && (
        <a href={paths.thanks(thanks, language)} className="inline-block py-1">
          {t('give:back.paid.next')}
        </a>
      )}
    </Notice>
  )
}
