import type { LoaderFunctionArgs } from '@remix-run/node'
import { LinkButton } from '#app/components/button.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'

export const handle: PageHandle = { title: (t) => t('donor:erased.title') }
export const headers = () => ({ ...noStore(), 'X-Robots-Tag': 'noindex' })

/** The last page of someone who was erased: it knows nobody any more. */
export const loader = (_: LoaderFunctionArgs) => ({})

export default function Erased() {
  const { t } = useWords()
  const { language } = usePublicFrame()
  return (
    <main id="main" className="page pt-12 pb-14">
      <h1 className="text-3xl">{t('donor:erased.title')}</h1>
      <p className="measure mt-4 text-l">{t('donor:erased.text')}</p>
      <LinkButton to={paths.home(language)} tone="outline" className="mt-8">
        {t('donor:erased.home')}
      </LinkButton>
    </main>
  )
}
