import type { NewFund } from '#app/domain/funds/create-fund.server.ts'

/** Four small funds that take no new gift: one rests, one has enough, one is on its way to its end, and one has come to it. */
export const restingFunds: Omit<NewFund, 'effectiveFrom'>[] = [
  {
    slug: 'rides-home',
    kind: 'support',
    policyName: 'demonstration',
    purposeCodes: ['ride_home', 'court_travel'],
    texts: [
      {
        language: 'en',
        name: 'Rides Home',
        summary: 'A seat in a car for whoever gets out at night, and for the way to court.',
        purpose:
          'To pay rides home from jail or detention, and travel to court for people whose bail was posted. What this season takes is set by the drivers we have.',
      },
      {
        language: 'es',
        name: 'Viajes a casa',
        summary: 'Un asiento en un auto para quien sale de noche, y para ir al juzgado.',
        purpose:
          'Pagar viajes a casa desde la cárcel o la detención, y viajes al juzgado de personas con fianza pagada. Lo que alcanza cada temporada depende de los conductores que tenemos.',
      },
      {
        language: 'ar',
        name: 'الطريق إلى البيت',
        summary: 'مقعد في سيارة لمن يخرج ليلاً، وللذهاب إلى المحكمة.',
        purpose:
          'دفع أجرة الطريق إلى البيت من السجن أو الاحتجاز، والسفر إلى المحكمة لمن دُفعت كفالتهم. وما يكفي كل موسم يتبع عدد السائقين لدينا.',
      },
    ],
  },
  {
    slug: 'northside-bail',
    kind: 'bail',
    policyName: 'standard',
    purposeCodes: ['court_bail'],
    texts: [
      {
        language: 'en',
        name: 'Northside Bail Fund',
        summary: 'Posts bail at the Northside courthouse, whose new rules we are reading.',
        purpose: 'To post bail for people whose case is heard at the Northside courthouse.',
      },
      {
        language: 'es',
        name: 'Fondo de fianzas de Northside',
        summary: 'Paga fianzas en el juzgado de Northside, cuyas reglas nuevas estamos leyendo.',
        purpose: 'Pagar la fianza de personas cuyo caso se ve en el juzgado de Northside.',
      },
      {
        language: 'ar',
        name: 'صندوق كفالات نورثسايد',
        summary: 'يدفع الكفالات في محكمة نورثسايد، ونحن نقرأ قواعدها الجديدة.',
        purpose: 'دفع الكفالة عمن تُنظر قضاياهم في محكمة نورثسايد.',
      },
    ],
  },
  {
    slug: 'flood-release',
    kind: 'emergency_release',
    policyName: 'standard',
    purposeCodes: ['court_bail', 'first_nights'],
    texts: [
      {
        language: 'en',
        name: 'Flood Release Fund',
        summary: 'Got people out of the flooded jail, and into a dry bed for the first nights.',
        purpose:
          'To get people out of the jail that was flooded and to pay their first nights. The jail is dry again, and the fund has done what it was for.',
      },
      {
        language: 'es',
        name: 'Fondo de salida por la inundación',
        summary: 'Sacó a personas de la cárcel inundada y les dio una cama seca las primeras noches.',
        purpose:
          'Sacar a personas de la cárcel que se inundó y pagar sus primeras noches. La cárcel ya está seca, y el fondo hizo lo que debía hacer.',
      },
      {
        language: 'ar',
        name: 'صندوق الإفراج بعد الفيضان',
        summary: 'أخرج الناس من السجن الذي غمرته المياه، ومنحهم فراشاً جافاً في الليالي الأولى.',
        purpose:
          'إخراج الناس من السجن الذي غمرته المياه ودفع تكاليف لياليهم الأولى. وقد جفّ السجن، وأدّى الصندوق ما أُنشئ من أجله.',
      },
    ],
  },
  {
    slug: 'winter-nights',
    kind: 'support',
    policyName: 'standard',
    purposeCodes: ['first_nights'],
    texts: [
      {
        language: 'en',
        name: 'Winter Nights Fund',
        summary: 'Paid a warm bed for the first nights of people who got out in one hard winter.',
        purpose:
          'To pay a bed for the first nights of people who get out of jail this winter. The winter is over, and all of it was given out.',
      },
      {
        language: 'es',
        name: 'Fondo de noches de invierno',
        summary: 'Pagó una cama caliente las primeras noches a quienes salieron en un invierno duro.',
        purpose:
          'Pagar una cama las primeras noches a personas que salen de la cárcel este invierno. El invierno pasó, y todo se entregó.',
      },
      {
        language: 'ar',
        name: 'صندوق ليالي الشتاء',
        summary: 'دفع ثمن فراش دافئ في الليالي الأولى لمن خرجوا في شتاء قاسٍ.',
        purpose:
          'دفع ثمن فراش في الليالي الأولى لمن يخرجون من السجن هذا الشتاء. وقد انقضى الشتاء، وأُنفق كل ما فيه.',
      },
    ],
  },
]
