import { composeUpdate } from '#app/domain/impact-updates/compose-update.server.ts'
import { publishUpdate } from '#app/domain/impact-updates/publish-update.server.ts'
import type { UpdateTexts } from '#app/domain/impact-updates/update-form.ts'
import { asOfTime } from '#app/platform/clock.ts'
import type { Person } from './people.ts'

/** An update on a close, composed and published a day later. No figure stands in its text: those come from the close. */
export async function publishStoryUpdate(told: {
  slug: string
  closeId: string
  by: Person
  at: Date
}): Promise<void> {
  const texts = stories[told.slug]
  if (!texts) return
  await asOfTime(told.at, async () => {
    const { updateId } = await composeUpdate({ staffId: told.by.id, closeId: told.closeId, texts })
    await publishUpdate({ updateId, staffId: told.by.id })
  })
}

const stories: Record<string, UpdateTexts> = {
  'community-bail': {
    en: {
      title: 'Home for the summer',
      situation:
        'The county court set bail in more cases this season than in the one before. Most people we were asked about could not pay it, and some had waited in jail for weeks.',
      results:
        'Your gifts posted bail, and people waited for court at home: with their children, at their jobs, near their lawyers. Some cases have ended already, and the court has begun to send the money back.',
      actions:
        'What came back is out again for the next person. We are asking the court to return deposits faster; when that changes, we will tell you.',
    },
    es: {
      title: 'En casa para el verano',
      situation:
        'El juzgado del condado fijó fianza en más casos que en la temporada anterior. La mayoría de las personas por quienes nos preguntaron no podía pagarla, y algunas llevaban semanas esperando en la cárcel.',
      results:
        'Sus donaciones pagaron fianzas, y la gente esperó su juicio en casa: con sus hijos, en su trabajo, cerca de su abogado. Algunos casos ya terminaron y el juzgado empezó a devolver el dinero.',
      actions:
        'Lo que volvió ya salió otra vez para la siguiente persona. Estamos pidiendo al juzgado que devuelva los depósitos más rápido; cuando eso cambie, se lo contaremos.',
    },
    ar: {
      title: 'في البيت هذا الصيف',
      situation:
        'حدّدت محكمة المقاطعة الكفالة في قضايا أكثر من الموسم الماضي. ومعظم من سُئلنا عنهم لم يستطيعوا دفعها، وبعضهم انتظر أسابيع في السجن.',
      results:
        'دفعت تبرعاتكم الكفالات، فانتظر الناس محاكمتهم في بيوتهم: مع أطفالهم وفي أعمالهم وقرب محاميهم. وانتهت بعض القضايا، وبدأت المحكمة تعيد المال.',
      actions:
        'ما عاد خرج من جديد للشخص التالي. ونطلب من المحكمة أن تعيد الودائع أسرع، وسنخبركم حين يتغير ذلك.',
    },
  },
  'immigration-bonds': {
    en: {
      title: 'Preparing a case with family near',
      situation:
        'Immigration bonds stay out for a long time, often for years. That is why this fund needs patience more than speed.',
      results:
        'Bonds were posted, and people left detention to prepare their cases with their families. The first bonds of earlier times came back with interest.',
      actions:
        'We are writing to every lawyer we work with about papers that the bond office asks for, so that deposits come back sooner.',
    },
    es: {
      title: 'Preparar el caso con la familia cerca',
      situation:
        'Las fianzas de inmigración quedan afuera mucho tiempo, a menudo años. Por eso este fondo necesita paciencia más que prisa.',
      results:
        'Se pagaron fianzas, y las personas salieron de la detención para preparar su caso con su familia. Las primeras fianzas de antes volvieron con intereses.',
      actions:
        'Estamos escribiendo a cada abogado con quien trabajamos sobre los papeles que pide la oficina de fianzas, para que los depósitos vuelvan antes.',
    },
  },
}
