import { useWords } from '#app/components/words.ts'
import type { IntakeMode } from '#app/domain/requests/request.ts'

const ready = ['name', 'place', 'phone', 'language', 'not'] as const

/** In place of the form: who is called, and what to have ready. It prints. */
export function Alternative({ mode }: { mode: IntakeMode }) {
  const { t } = useWords()
  return (
    <div className="measure mt-8 grid gap-4">
      <h2 className="text-xl">{t(`help:alternative.title.${mode}`)}</h2>
      <p>{t(`help:alternative.${mode}`)}</p>
      <div>
        <h3 className="text-l">{t('help:alternative.write.title')}</h3>
        <ul className="mt-2 grid list-disc gap-1 ps-5">
          {ready.map((item) => (
            <li key={item}>{t(`help:alternative.write.${item}`)}</li>
          ))}
        </ul>
      </div>
      <p>{t('help:care')}</p>
    </div>
  )
}
