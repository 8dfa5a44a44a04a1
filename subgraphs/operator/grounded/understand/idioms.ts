/**
 * Meanings of several words, put into one word of the lexicon. `@` stands for a service, `#` for a duration. In this order, on the
 * normalised text.
 */
export const idioms: readonly (readonly [RegExp, string])[] = [
  // Whether to do it is a question: who asks for advice has not asked for the change.
  [
    /\b((should|shall|must) (i|we|you|one|@)|(do|does) (i|we) (have|need) to|ought (i|we|you) to|deberia(s|mos|is|n)?|debo|debemos|conviene|tengo que|tenemos que|hace falta|(is|es|would|seria) (it )?(be )?(una? |an? )?(wise|safe|sensible|advisable|better|prudente|seguro|aconsejable|mejor|(good|bad) idea|(buena|mala) idea))\b(?=.*(@|\b(windows?|ventanas?)\b))/g,
    ' is ',
  ],
  [/\b(how come|por que|what is the reason|whats the reason)\b/g, ' why '],
  [/\b(what is|whats) up\b/g, ' status '],
  [/\bwhats\b/g, ' what is '],
  [/\b(what|which|a que|que) (time|hora)\b/g, ' when '],
  [/\b(turned|switched|powered|left) ((?:@|it|this|that|them|everything) )?(on|up)\b/g, ' opened running $2'],
  [/\b(turned|switched|powered) ((?:@|it|this|that|them|everything) )?(off|down)\b/g, ' down $2'],
  [/\bup and running\b/g, ' running '],
  [/\bin (the )?line\b/g, ' queue '],
  [/\b(lend|give) (me |us )?a hand\b|\b(echa|eche|echad|da)(me|nos)? una mano\b/g, ' help '],
  [/\bgood (morning|afternoon|evening|day|night)\b/g, ' hello '],
  [/\bque (onda|hubo|hay de nuevo)\b/g, ' greeting '],
  [/\b(go|goes|went|fall|falls|put) ((?:the |el |la |to )?@ )?(back )?to sleep\b/g, ' $2 sleep '],
  [/\b(wrong|problem|matter|happened|pasa) (with|to) (me|my|him|her|us|them|your?)\b/g, ' elsewhere '],
  [/\b(good|bad) (for|at)\b|\bup to\b|\bwith (you|him|her)\b|\bcontigo\b/g, ' elsewhere '],
  [/\b(my|your|mi|tu|his|her) (memory|memoria|health|salud|state|estado)\b/g, ' elsewhere '],
  [/\bwindows? (\d+|xp|vista|update|server)\b/g, ' elsewhere '],
  [/\b(in|en) (order|orden)\b/g, ' wellbeing '],
  [/\b(number of|numero de)\b/g, ' how many '],
  [/\b(whats|what is) (going on|wrong with)\b/g, ' what is wellbeing '],
  [/\bhow (?:are |is )?(?:we|it|things|everything) (?:doing|going)\b/g, ' wellbeing '],
  [/\bhow (?:are|is|was) (.+) (?:doing|going|looking)\b/g, ' wellbeing $1 '],
  [/\bcomo (estamos|andamos|vamos)\b/g, ' wellbeing '],
  [/\b(how soon|que tan pronto)\b/g, ' when '],
  [/\b(how are|how is) (things|it going|everything|all|it)\b/g, ' wellbeing '],
  [/\b(como|que) (va|andan?|estan?|tal) (todo|las cosas|el sistema|eso|la cosa)\b/g, ' wellbeing '],
  [/\b(holding|doing) (up|well|ok|fine)\b/g, ' wellbeing '],
  [/\b(que tal|como estas|como vas|how are you|como andas)\b/g, ' greeting '],
  [/\bopen windows\b/g, ' windows '],
  [/\b(run|runs|running) out\b/g, ' expire '],
  [/\b(time|minutes|seconds|hours) (do i have|have i got|i have|have we|do we have)\b/g, ' time left '],
  [/\b(how much|how many) (time|longer|more time)\b/g, ' time left '],
  [/\bcuanto (tiempo )?(me |le |nos )?(queda|falta|dura)\w*\b/g, ' tiempo queda '],
  [/\berror rate\b|\brate of errors\b|\btasa de error(es)?\b/g, ' metric '],
  [/\b(how many|cuant[oa]s) (errors|errores)\b/g, ' metric '],
  [/\b(how many|how much)\b/g, ' what '],
  [/\bwho (did|has done|is doing) (what|something|anything)\b/g, ' who change '],
  [/\bquien (hizo|ha hecho|toco|ha tocado) (que|algo)\b/g, ' who change '],
  [
    /\b(what|que) (can|could|do|puedo|puedes|podes|sabes|podrias) (i|you|we)? ?(ask|do|answer|tell|know|hacer|preguntar\w*|decir\w*|responder|pedir\w*)\b( (you|me|te))?/g,
    ' help ',
  ],
  [/\b(en que|como) (me |nos )?(puedes ayudar|podes ayudar|ayudas|podrias ayudar)\w*\b/g, ' help '],
  [
    /\bhow (do|does|can|should) (i|we|one|this|it|you) (work|use)\b|\bcomo (funcionas|te uso|se usa)\b/g,
    ' help ',
  ],
  // So is whether one may or can: who may be asked to do it is not "you". To get or to have something is a wish, put politely.
  [
    /\b((can|could|may|might) (i|we|one|anyone|anybody|someone|somebody)(?! (get|have)\b)|(am|are|is) (i|we|it|one|anyone) (allowed|permitted|able|possible|ok|okay|fine|alright) to|puedo(?! tener\b)|podemos(?! tener\b)|podria yo|se (puede|podria)|es posible|(es|esta) permitido|(tengo|tenemos) permiso)\b(?=.*(@|\b(windows?|ventanas?)\b))/g,
    ' is ',
  ],
  [/\bwho are you$|\bquien eres$|\bwhat are you$|\bque eres$/g, ' help '],
  [/\bwho (made|created|wrote|built|trained|owns) you\b|\bquien te (hizo|creo|programo)\b/g, ' elsewhere '],
  [/\b(power|energy) (policy|mode)\b|\b(politica|modo) de (energia|potencia)\b/g, ' policy '],
  [/\b(power|energy|energia|potencia)\b/g, ' '],
  [
    /\b(turn|switch|power|fire|spin|start|bring|wake|boot|keep) ((?:the |el |la |my |a )?@|it|them) (on|up|awake|online)\b/g,
    ' open @ ',
  ],
  [/\b(turn|fire|spin|bring|wake|boot|start|power) (on|up)\b/g, ' open '],
  [
    /\b(turn|switch|shut|power|bring|take|put) ((?:the |el |la |my |a )?@) (off|down|to sleep)\b/g,
    ' stop @ ',
  ],
  [/\b(turn|shut|power) (off|down)\b/g, ' stop '],
  [
    /\b(stopped|quit) (working|responding|answering)\b|\bdej(o|a|aron|an) de (funcionar|andar|responder|ir)\b/g,
    ' failure ',
  ],
  [/\bshut\b/g, ' close '],
  [/\b(vuelve|volver) a (arrancar|iniciar|encender|lanzar|levantar)\b/g, ' restart '],
  [/\bpon(er|me|lo|la|ga|gan)* (en marcha|en pie|arriba|a (funcionar|andar|correr|trabajar))\b/g, ' open '],
  [/\b(pon|poner) a dormir\b/g, ' stop '],
  [/\b(un poco|un rato|a bit|a while|a little) (mas|more|longer)\b/g, ' more # '],
  [/\b# (mas|more|longer|extra)\b|\b(otros|otras|another|extra) #/g, ' more # '],
  [/\b(mas|more|extra|longer) #/g, ' more # '],
  [/# (mas|more|longer|extra)\b/g, ' more # '],
  [/\b(get|have) ((?:the )?@) (going|up|running|on|started)\b/g, ' open @ '],
  [
    /\b(make|haz|hace|hazme) (the |my |this |la |mi |esta )?(window|ventana|lease|it|lo) (longer|last longer|mas larga|larga)\b/g,
    ' extend window ',
  ],
  [/\b(make|haz|hace|hazme) mas larga\b/g, ' extend '],
  [/\bmore time\b|\bmas tiempo\b/g, ' more # '],
];

/** `para` is "for" or "stop": the latter where it begins what is asked, before a service; `pares` also behind a "no". */
export const stopInSpanish =
  /^((?:por favor|porfa|oye|hola|madre|puedes|podrias|quiero que|necesito que|y|vale|ahora) )*(para|pares|pare) ((?:ya|ahora|el|la|los|servicio|componente) )*@|\b(no|nunca) ((lo|la|los|las|me|nos) )?(pares|paren?)\b/;

/** A deadline by the clock or the calendar: madre opens for so long, and does not guess how long that is. */
export const untilSomeTime =
  /\b(until|till?|untill|hasta) ((the|el|la|las) )?(\d{1,4}( \d{1,2})?( ?[ap]m)?|midnight|noon|tomorrow|tonight|medianoche|mediodia|manana|(mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|miercoles|jueves|viernes|sabado|domingo)(?= |$)/g;

/** `switch` is a service or a verb: the latter where it begins what is asked, before on and off. */
export const switchAsVerb =
  /^((?:please|pls|can|could|would|you|kindly|hey|now|i|want|need|to|just) )*switch (on|off)\b(?= .)/;
