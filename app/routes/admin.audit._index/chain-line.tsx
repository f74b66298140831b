import { Link } from '@remix-run/react'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { ChainState } from '#app/domain/audit/chain-state.server.ts'
import { paths } from '#app/http/paths.ts'

/** How far the chain goes, its head, and where it is checked. */
export function ChainLine({ chain, timezone }: { chain: ChainState; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  if (!chain.head) return <p className="text-s text-quiet">{t('records:chain.none')}</p>
  return (
    <div className="grid gap-1 border-s-4 border-primary ps-4 text-s">
      <p>
        {t('records:chain.sealed', { number: String(chain.head.seq), at: minute(chain.head.sealedAt) })}{' '}
        {chain.waiting > 0 && t('records:chain.waiting', { count: chain.waiting })}
      </p>
      <p>
        {t('records:chain.head')}{' '}
        <code dir="ltr" className="break-all">
          {chain.head.hash}
        </code>
      </p>
      <p className="print:hidden">
        <Link to={paths.auditChain()} className="inline-block py-1">
          {t('records:chain.check')}
        </Link>
      </p>
    </div>
  )
}
