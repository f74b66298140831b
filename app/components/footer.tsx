import { paths } from '#app/http/paths.ts'
import type { Language } from '#app/words/languages.ts'
import { Mark } from './mark.tsx'
import { useWords } from './words.ts'

type FooterProps = {
  language: Language
  organization: {
    name: string
    legalName: string
    taxProfile: string
    ein: string | null
    address: string
    email: string
    phone: string | null
  }
}

/** Who stands behind the page: legal name, tax standing, where to write and call. */
export function Footer({ organization, language }: FooterProps) {
  const { t } = useWords()
  const { address, ein, email, legalName, name, phone, taxProfile } = organization
  return (
    <footer className="mt-auto">
      <div className="page pt-16 pb-10">
        <hr className="mb-6 border-hairline" />
        <div className="grid gap-6 text-s md:grid-cols-3">
          <div className="flex gap-3">
            <Mark className="size-7 flex-none" />
            <div>
              <p className="font-semibold">
                <bdi>{legalName}</bdi>
              </p>
              {ein && <p className="figures">{t('public:footer.ein', { ein })}</p>}
              <p className="whitespace-pre-line">
                <bdi>{address}</bdi>
              </p>
            </div>
          </div>
          <div>
            <p className="font-semibold">{t('public:footer.contact')}</p>
            <p>
              <a href={`mailto:${email}`} className="inline-block py-0.5" dir="ltr">
                {email}
              </a>
            </p>
            {phone && (
              <p>
                <a
                  href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}
                  className="figures inline-block py-0.5"
                  dir="ltr"
                >
                  {phone}
                </a>
              </p>
            )}
            <p>
              <a href={paths.signUp(language)} className="inline-block py-0.5">
                {t('public:footer.updates')}
              </a>
            </p>
          </div>
          <div className="text-quiet">
            <p>
              <a href={paths.donorSignIn(language)} className="inline-block py-0.5">
                {t('public:footer.gifts')}
              </a>
            </p>
            <p className="mt-2">{t('public:footer.tax', { profile: taxProfile, name })}</p>
            <p className="mt-2">{t('public:footer.promise')}</p>
          </div>
        </div>
      </div>
    </footer>
  )
}
