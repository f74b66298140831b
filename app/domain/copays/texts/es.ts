import type { AgreementText } from './agreement-text.ts'

export const spanish: AgreementText = {
  title: 'Su parte de la fianza',
  lead: 'Usted pone {amount} para la fianza de alguien que quiere. {organization} ({fund}) la paga junto con su propio dinero. Este papel dice qué pasa con el dinero de usted. Antes de firmar, pregúntenos todo lo que no esté claro.',
  clauses: [
    {
      title: 'Sigue siendo suyo',
      text: 'Los {amount} son dinero de usted en todo momento. Los guardamos en fideicomiso para usted. No son un regalo para nosotros y no los usamos para nada más.',
    },
    {
      title: 'Usted podría pagarla directamente',
      text: 'Primero le preguntamos si puede pagar su parte directamente al tribunal o a ICE. No tiene que dárnosla a nosotros.',
    },
    {
      title: 'Si la fianza no se paga',
      text: 'Si la persona sale de otra manera, o no pagamos la fianza, usted recibe todo de vuelta.',
    },
    {
      title: 'Cuando vuelve el dinero',
      text: 'Cuando termina el caso, el tribunal o ICE devuelve dinero. Los primeros dólares que vuelven son de usted, hasta {amount}. Solo después el resto va al fondo. Esto puede tardar meses o años.',
    },
    {
      title: 'Cuándo puede perderlo',
      text: 'El tribunal o ICE pueden quedarse con dinero: por costos o multas, o con todo si alguien no va a la corte o no cumple las reglas de su libertad. Lo que se quedan sale primero de nuestra parte. Usted pierde algo solo si se quedan con más que nuestra parte.',
    },
    {
      title: 'Si el dinero perdido aparece después',
      text: 'Si vuelve después dinero que se había perdido, va primero a usted, hasta que tenga de vuelta lo que perdió.',
    },
    {
      title: 'Cómo lo recibe de vuelta',
      text: 'Se lo pagamos a usted y a nadie más. Dos personas nuestras aprueban y hacen el pago. Si no logramos encontrarle, se lo guardamos el tiempo que haga falta.',
    },
    {
      title: 'No se le pide nada más',
      text: 'Usted no nos debe nada, pase lo que pase. Puede preguntar en cualquier momento dónde está su dinero.',
    },
  ],
  unreviewed: 'El texto oficial, en inglés',
  reviewed: 'Leído y aprobado por {reviewer} el {date}.',
  signature: {
    signed: 'He leído esto, o me lo leyeron, en un idioma que entiendo. Estoy de acuerdo.',
    name: 'Nombre y firma',
    date: 'Fecha',
    witness: 'Firmado ante (por {organization})',
    number: 'Número de este papel',
    case: 'Código del caso',
  },
  receipt: {
    title: 'Recibimos su parte de la fianza',
    lead: 'Recibimos {amount} de usted. Es su dinero. Lo guardamos en fideicomiso para usted, según el papel número {number} que usted firmó.',
    keep: 'Guarde este papel. Con el código del caso puede preguntar en cualquier momento dónde está su dinero.',
    reference: 'Referencia',
    date: 'Fecha',
    amount: 'Cantidad',
  },
}
