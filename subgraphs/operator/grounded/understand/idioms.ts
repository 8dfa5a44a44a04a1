/**
 * Meanings of several words, put into one word of the lexicon. `@` stands for a service, `#` for a duration. In this order, on the
 * normalised text.
 */
export const idioms: readonly (readonly [RegExp, string])[] = [
  [/\b(how come|por que|what is the reason|whats the reason)\b/g, ' why '],
  [/\b(what is|whats) up\b/g, ' status '],
  [/\bwhats\b/g, ' what is '],
  [/\b(whats|what is) (going on|wrong with)\b/g, ' what status '],
  [/\b(how are|hows|how is) (things|it going|everything|all|it)\b/g, ' status '],
  [/\b(como|que) (va|andan?|estan?|tal) (todo|las cosas|el sistema|eso|la cosa)\b/g, ' estado '],
  [/\b(holding|doing) (up|well|ok|fine)\b/g, ' status '],
  [/\b(que tal|como estas|como vas|how are you|como andas)\b/g, ' greeting '],
  [/\bopen windows\b/g, ' windows '],
  [/\b(run|runs|running) out\b/g, ' expire '],
  [/\b(time|minutes|seconds|hours) (do i have|have i got|i have|have we|do we have)\b/g, ' left '],
  [/\b(how much|how many) (time|longer|more time)\b/g, ' time left '],
  [/\bcuanto (tiempo )?(me |le |nos )?(queda|falta|dura)\w*\b/g, ' tiempo queda '],
  [/\berror rate\b|\brate of errors\b|\btasa de error(es)?\b/g, ' metric '],
  [/\b(how many|cuant[oa]s) (errors|errores)\b/g, ' metric '],
  [/\bwho (did|has done|is doing) (what|something|anything)\b/g, ' who change '],
  [/\bquien (hizo|ha hecho|toco|ha tocado) (que|algo)\b/g, ' who change '],
  [
    /\b(what|que) (can|could|do|puedo|puedes|sabes|podrias) (i|you|we)? ?(ask|do|answer|tell|know|hacer|preguntar\w*|decir\w*|responder|pedir\w*)\b( (you|me|te))?/g,
    ' help ',
  ],
  [/\b(en que|como) (me |nos )?(puedes ayudar|ayudas|podrias ayudar)\w*\b/g, ' help '],
  [
    /\bhow (do|does|can|should) (i|we|one|this|it|you) (work|use)\b|\bcomo (funcionas|te uso|se usa)\b/g,
    ' help ',
  ],
  [/\bwho are you\b|\bquien eres\b|\bwhat are you\b|\bque eres\b/g, ' help '],
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
  [/\bshut\b/g, ' close '],
  [/\b(vuelve|volver) a (arrancar|iniciar|encender|lanzar|levantar)\b/g, ' restart '],
  [/\b(pon|poner|ponme) (en marcha|a funcionar|en pie)\b/g, ' open '],
  [/\b(pon|poner) a dormir\b/g, ' stop '],
  [/\b(un poco|un rato|a bit|a while|a little) (mas|more|longer)\b/g, ' more # '],
  [/\b# (mas|more|longer|extra)\b|\b(otros|otras|another|extra) #/g, ' more # '],
  [/\b(mas|more|extra|longer) #/g, ' more # '],
  [/# (mas|more|longer|extra)\b/g, ' more # '],
  [/\bmore time\b|\bmas tiempo\b/g, ' more # '],
];

/** `para` is "for" or "stop": the latter where it begins what is asked, before a service. */
export const stopInSpanish =
  /^((?:por favor|porfa|oye|hola|madre|puedes|podrias|quiero que|necesito que|y|vale|ahora) )*(para|pares|pare) ((?:ya|ahora|el|la|los|servicio|componente) )*@/;

/** `switch` is a service or a verb: the latter where it begins what is asked, before on and off. */
export const switchAsVerb =
  /^((?:please|pls|can|could|would|you|kindly|hey|now|i|want|need|to|just) )*switch (on|off)\b(?= .)/;
