import { useWords } from '#app/components/words.ts'

/** The four stations of a dollar, strung on the line of the drawing above. */
export function HowItGoesRound() {
  const { t } = useWords()
  const stations = [
    { title: t('public:how.join.title'), text: t('public:how.join.text') },
    { title: t('public:how.post.title'), text: t('public:how.post.text') },
    { title: t('public:how.end.title'), text: t('public:how.end.text') },
    { title: t('public:how.again.title'), text: t('public:how.again.text') },
  ]
  return (
    <section id="how" aria-labelledby="how-title">
      <h2 id="how-title" className="text-3xl">
        {t('public:how.title')}
      </h2>
      <ol className="mt-8 grid lg:grid-cols-4">
        {stations.map(({ title, text }) => (
          <li key={title} className="way-station relative pb-8 ps-9 lg:pe-8 lg:pb-0 lg:ps-0 lg:pt-9">
            <h3 className="text-l">{title}</h3>
            <p className="mt-1.5">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
