import { formsOf } from './spanish-verbs.ts';

/** What a word is about. Words without accents, English and Spanish together, as people mix them. */
export type Concept =
  | 'service'
  | 'window'
  | 'engine'
  | 'answer'
  | 'running'
  | 'down'
  | 'why'
  | 'who'
  | 'when'
  | 'asking'
  | 'how'
  | 'left'
  | 'time'
  | 'opened'
  | 'status'
  /** How somebody or something is doing: also said of anything else. */
  | 'wellbeing'
  | 'queue'
  | 'job'
  | 'audit'
  | 'change'
  | 'did'
  | 'past'
  | 'flag'
  | 'metric'
  | 'help'
  | 'memory'
  | 'policy'
  | 'failure'
  | 'greeting'
  | 'negation'
  | 'more'
  | 'need'
  | 'open'
  | 'extend'
  | 'close'
  | 'stop'
  | 'restart';

const words: Readonly<Record<Concept, string>> = {
  service:
    'apps app programs program programas programa daemons daemon aplicaciones service services servicio servicios component components componente componentes module modules modulo modulos container containers contenedor contenedores process processes proceso procesos',
  window: 'window windows ventana ventanas lease leases',
  engine:
    'chatbot bot bots mistral qwen gpt4 engine engines motor motores model models modelo modelos llm llms ai ia provider providers proveedor proveedores deepseek ollama gpt openai',
  answer:
    'speak speaks speaking chat answer answers answering answered reply replies replying respond responds responding response responses respuesta respuestas talking talk',
  running:
    'serving executing ejecutando ejecutandose trabajando conectado up run runs running on active alive live awake activo activa activos activas vivo viva vivos vivas despierto despierta despiertos arriba operativo operativos online operational functioning working works work ready listo lista listos reachable installed instalado disponible disponibles available started abierta abiertas abierto abiertos',
  down: 'parado parada parados paradas paro pararon idle inactive suspended unavailable unreachable gone missing suspendido suspendidos desactivado inactivos down off stopped asleep sleeping sleeps dead died die dies frozen stuck offline muerto muerta muertos muertas murio detenido detenida caido caida caidos dormido dormida dormidos duerme abajo inactive inactivo detuvo detuvieron durmio durmieron',
  why: 'why reason cause porque motivo razon causa',
  who: 'who whom whose quien quienes user usuario users usuarios',
  when: 'when cuando until hasta',
  asking:
    'what which how is are was were did does do has have had que cual cuales como cuanto cuanta cuantos cuantas hay esta estan is isnt arent donde where will any',
  how: 'how como',
  left: 'countdown over resta restan left remaining remain remains expire expires expired expiring expiry expiration deadline queda quedan quedara falta faltan restante restantes vence vencen caduca caducan termina terminan acaba acaban expira expiran ends longer',
  time: 'time minutes minute seconds second hours hour tiempo minutos minuto segundos segundo horas hora long ttl mins min',
  opened:
    'opened launched woke woken booted requested asked using uses usa usan usando owns owner pidio pidieron encargo dueno duena solicito opener started created creo holds mantiene',
  status:
    'rundown update recap snapshot condition shape stable nominal repaso condicion estable novedades novedad status state states health healthy overview summary summarize estado estados salud resumen situacion situation panorama vista vistazo report informe check checkup chequeo revisa comprueba',
  wellbeing:
    'good great cool perfect perfecto correcto normal wellbeing everything ok okay fine well alright smooth smoothly sano sana todo bien general tranquilo tranquila',
  queue:
    'waitlist queue queued queues backlog waiting pending cola colas espera esperando pendiente pendientes encolado encoladas',
  job: 'job jobs task tasks tarea tareas',
  audit:
    'logbook record records activity actividad audit audits auditoria trail history historial registro registros entries entradas logbook bitacora',
  change:
    'changed change changes cambio cambios touched modified modify edited acciones actions action accion',
  did: 'did done hizo hicieron',
  past: 'did was were had went fell came happened cayo cayeron murio detuvo durmio',
  flag: 'flag flags feature features toggle toggles bandera banderas caracteristica caracteristicas funcionalidad funcionalidades',
  metric:
    'rps rpm load figures carga cifras metric metrics requests request latency throughput performance rate traffic speed fast slow metrica metricas peticiones peticion solicitudes latencia rendimiento tasa trafico velocidad rapidas rapido lento lentas p95 p99 p50 statistics stats estadisticas',
  help: 'manual instructions guide tutorial guia instrucciones help ayuda ayudas ayudame ayudar capabilities commands comandos opciones options ask preguntar preguntarte preguntas questions puedes sabes able',
  memory: 'megabytes gigabytes memory ram mem memoria',
  policy: 'policy policies politica politicas',
  failure:
    'bug bugs glitch outage outages breakage exceptions exploded panic faulty unhealthy incidencia incidencias colapso fail fails failed failing failure failures crash crashed crashes broke broken problem problems wrong error errors fallo fallos issue issues trouble troubles problema problemas cayo cayeron averia averias averiado mal crashing errores roto rota rotos rotas incidents incidentes',
  greeting:
    'hello hi hey hola buenas buenos dias tardes noches morning evening afternoon greeting greetings saludos thanks thank cheers gracias',
  negation:
    'no not nothing none nobody wont didnt wasnt werent havent hasnt cannot couldnt arent wouldnt ningun ninguno ninguna nadie nada without sin cant doesnt dont isnt never nunca',
  more: 'more mas extra another otros otras additional adicionales',
  need: 'need want necesito quiero quisiera necesitamos like gustaria',
  open: 'awaken activar active open wake start launch activate enable boot bring',
  extend: 'extend prolong add renew lengthen dale',
  close: 'close end finish',
  stop: 'terminate suspend disable deactivate parar paralo parala stop kill halt deten detener detenga detengas detengan detenlo sleep',
  restart: 'reload recycle restart reboot bounce relaunch reset reinicio recarga',
};

/** Regular verbs of Spanish, and what their wishes and presents, pasts, and participles are about. */
const verbs: readonly (readonly [
  verbs: string,
  wish: Concept,
  present: Concept,
  past: Concept,
  participle: Concept,
])[] = [
  [
    'arrancar iniciar encender:enciend prender levantar subir lanzar despertar:despiert abrir',
    'open',
    'open',
    'opened',
    'running',
  ],
  ['apagar matar bajar tumbar suspender desactivar dormir:duerm', 'stop', 'stop', 'down', 'down'],
  ['reiniciar rearrancar relanzar resetear', 'restart', 'restart', 'restart', 'restart'],
  ['cerrar:cierr finalizar terminar acabar', 'close', 'close', 'close', 'down'],
  [
    'extender:extiend ampliar alargar estirar agregar prorrogar prolongar sumar renovar:renuev anadir',
    'extend',
    'extend',
    'extend',
    'extend',
  ],
  ['fallar romper colgar:cuelg crashear', 'failure', 'failure', 'failure', 'failure'],
  ['funcionar correr andar marchar', 'running', 'running', 'running', 'running'],
  ['responder contestar atender:atiend hablar', 'answer', 'answer', 'answer', 'answer'],
  ['cambiar tocar modificar', 'change', 'change', 'change', 'change'],
  ['quedar faltar vencer:venz caducar expirar', 'left', 'left', 'left', 'left'],
];

/** Words around which a meaning is found: they say nothing themselves. */
const fillers =
  'hubo usage went a an the of to in at for with and or but if then so this that these those it its i me my we us our you your he she they them am be been being can could would should may might must shall please pls plz kindly just now right currently today really still again also too very there here some any all every each own from by about into onto out over than as let lets get gets got give gives show shows tell tells list lists see look looks say says know find display print me moment present current latest last recent recently lately first next new many much few something anything someone anyone thing things happened happening happen happens come comes go do stay stays keep keeps kept take takes use used make made set put have has had quick little bit full whole system stack platform machine server vx11 tentaculo sistema plataforma maquina servidor stack tell serve served there one two el la los las un una unos unas de del al a en con por para y o u e ni si lo le les se su sus mi mis tu tus te me nos yo ella ellos ellas usted ustedes este esta esto estos estas ese esa eso esos esas aqui ahi alli ahora mismo ya aun todavia sigue siguen muy tan tambien tengo tienes tiene tenemos tienen hay ser es son era fue han ha he puedo puede podrias podria podemos favor porfa porfavor dime dame muestra muestrame ensename ver veo lista listame listar enumera cuentame saber dinos ultimo ultimos ultima ultimas ultimamente actual actuales vigente momento hoy ayer rato poco pasa pasado paso pasando va van vez todos todas cada algun alguna algunos algunas algo alguien cosa cosas mira consulta usar uso estas estoy estamos sobre entre desde ha sido ser aplicada applied applies total cuenta count vamos venga oye bueno vale ok pues entonces again serian seria voy vas acerca about sido segun tipo kind level nivel list out log enabled disabled libre free usada usado consumo consumption consuming consume consumiendo ocupada ocupado set habilitadas habilitada desactivadas desactivada activadas activada sets mantienen todo hold held holding keeping because while mode modo only yo dude bro man mate heck hell earth damn bloody demonios diablos carajo che tio jefe currently before ahead antes yo keeping part parts piece pieces bit bits stuff looking viene vienen anda anduvo anduvieron anyone want going tenga tengan pasara sera sido siendo ese ahorita nomas gente back real getting enough suficiente suficientes length size largo tamano mucho mucha muchos encuentra encuentran volvio volvieron vuelto ir come soon pronto night tonight yesterday week since ago yet else around maybe perhaps possibly actually exactly possible sure anoche semana quizas acaso exactamente deja sirve sirven buen buena avisa cuenta conta deci mostra veamos debe pueden queres podes untill'.split(
    ' ',
  );

export const conceptsOf: ReadonlyMap<string, readonly Concept[]> = invert();
export const fillerWords: ReadonlySet<string> = new Set(fillers);

/** Words that nobody writes in English. */
export const spanishVerbForms: ReadonlySet<string> = new Set(
  verbs.flatMap(([list]) =>
    list.split(' ').flatMap((verb) => {
      const { wishes, presents, pasts, participles } = formsOf(verb);
      return [...wishes, ...presents, ...pasts, ...participles];
    }),
  ),
);

function invert(): Map<string, readonly Concept[]> {
  const concepts = new Map<string, Concept[]>();
  const add = (concept: Concept, list: readonly string[]): void => {
    for (const word of list) concepts.set(word, [...(concepts.get(word) ?? []), concept]);
  };
  for (const [concept, list] of Object.entries(words) as [Concept, string][]) add(concept, list.split(' '));
  for (const [list, wish, present, past, participle] of verbs) {
    for (const forms of list.split(' ').map(formsOf)) {
      add(wish, forms.wishes);
      add(present, forms.presents);
      add(past, forms.pasts);
      add(participle, forms.participles);
    }
  }
  return concepts;
}
