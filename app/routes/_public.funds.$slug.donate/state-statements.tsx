import { useWords } from '#app/components/words.ts'
import type { DisclosureInForce } from '#app/domain/disclosures/disclosures-in-force.server.ts'

/** What some states want said where gifts are asked for: in English, which is official, and beside it in the reader's language. */
export function StateStatements({ statements }: { statements: DisclosureInForce[] }) {
  const { t } = useWords()
  if (statements.length === 0) return null
  return (
    <details className="border-t border-hairline text-s lg:col-span-2">
      <summary className="cursor-pointer py-3 font-semibold">{t('give:statements.title')}</summary>
      <div className="grid gap-4 pb-4">
        {statements.map(({ place, english, translated }) => (
          <div key={place} className="measure grid gap-2">
            {translated && <p className="whitespace-pre-line">{translated}</p>}
            <p lang="en" dir="ltr" className="whitespace-pre-line text-start text-quiet">
              {english}
            </p>
          </div>
        ))}
      </div>
    </details>
  )
}
