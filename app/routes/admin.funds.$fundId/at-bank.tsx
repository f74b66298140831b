import { Link } from '@remix-run/react'
import { useWords } from '#app/components/words.ts'
import type { FundAtBank as Bank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { paths } from '#app/http/paths.ts'

/** At which bank account the fund's money lies, and how far its lines are explained. */
export function FundAtBank({ bank }: { bank: Bank }) {
  const { t } = useWords()
  const { id, name, last4, openLines, openMovements } = bank
  return (
    <section aria-labelledby="at-the-bank" className="grid gap-2">
      <h2 id="at-the-bank" className="text-l">
        {t('at-bank:title')}
      </h2>
      <p className="measure">
        {t('at-bank:fund', {
          ...{ name, last4 },
          lines: Number(openLines),
          movements: Number(openMovements),
        })}{' '}
        <Link to={paths.bankAccount(id)} className="inline-block py-0.5">
          {t('at-bank:account')}
        </Link>
      </p>
    </section>
  )
}
