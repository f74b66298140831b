import { useWords } from '#app/components/words.ts'

/** Where else to ask, by telephone. */
export function OtherPlaces({ places }: { places: { name: string; phone: string }[] }) {
  const { t } = useWords()
  if (places.length === 0) return null
  return (
    <section className="measure mt-10" aria-labelledby="others">
      <h2 id="others" className="text-l">
        {t('help:others.title')}
      </h2>
      <ul className="mt-2 grid gap-1">
        {places.map(({ name, phone }) => (
          <li key={name}>
            <bdi>{name}</bdi>:{' '}
            <a href={`tel:${phone.replace(/[^+\d]/g, '')}`} className="figures inline-block py-0.5" dir="ltr">
              {phone}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
