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
  | 'queue'
  | 'audit'
  | 'change'
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
    'service services servicio servicios component components componente componentes module modules modulo modulos container containers contenedor contenedores process processes proceso procesos',
  window: 'window windows ventana ventanas lease leases',
  engine:
    'engine engines motor motores model models modelo modelos llm llms ai ia provider providers proveedor proveedores deepseek ollama gpt openai',
  answer:
    'answer answers answering answered reply replies replying respond responds responding response responses contesta contestan contestas contestar responde responden respondes responder respuesta respuestas talking talk hablando hablo',
  running:
    'up run runs running on active alive live awake corriendo corre corren encendido encendida encendidos encendidas prendido prendida prendidos prendidas activo activa activos activas vivo viva vivos vivas despierto despierta despiertos marcha funcionando funciona funcionan arriba levantado levantada operativo operativos online ready listo lista listos reachable installed instalado disponible disponibles available started abierta abiertas abierto abiertos',
  down: 'down off stopped asleep sleeping sleeps dead offline apagado apagada apagados apagadas parado parada parados detenido detenida caido caida caidos dormido dormida dormidos duerme abajo inactive inactivo paro pararon apago detuvo durmio',
  why: 'why reason cause porque motivo razon causa',
  who: 'who whom whose quien quienes user usuario users usuarios',
  when: 'when cuando until hasta',
  asking:
    'what which how is are was were did does do has have had que cual cuales como cuanto cuanta cuantos cuantas hay esta estan is isnt arent donde where will any',
  how: 'how como',
  left: 'left remaining remain remains expire expires expired expiring expiry expiration deadline queda quedan quedara falta faltan restante restantes vence vencen caduca caducan termina terminan acaba acaban expira expiran ends longer',
  time: 'time minutes minute seconds second hours hour tiempo minutos minuto segundos segundo horas hora long ttl mins min',
  opened:
    'opened launched requested owns owner abrio abrieron inicio lanzo pidio dueno duena solicito opener started created creo holds mantiene',
  status:
    'status state states health healthy overview summary summarize everything ok okay fine well estado estados salud resumen sano todo bien situacion situation panorama vista general report informe going doing',
  queue:
    'queue queued queues backlog waiting pending job jobs task tasks cola colas espera esperando pendiente pendientes tarea tareas encolado encoladas',
  audit:
    'audit audits auditoria trail history historial registro registros entries entradas logbook bitacora',
  change:
    'changed change changes hizo hicieron cambio cambios cambiado did done acciones actions action accion',
  flag: 'flag flags feature features toggle toggles bandera banderas caracteristica caracteristicas funcionalidad funcionalidades',
  metric:
    'metric metrics requests request latency throughput performance rate traffic metrica metricas peticiones peticion solicitudes latencia rendimiento tasa trafico p95 p99 p50 statistics stats estadisticas',
  help: 'help ayuda ayudas ayudame ayudar capabilities commands comandos opciones options ask preguntar preguntarte preguntas questions puedes sabes able',
  memory: 'memory ram mem memoria',
  policy: 'policy policies politica politicas',
  failure:
    'fail fails failed failing failure failures crash crashed crashes broke broken problem problems wrong error errors fallo fallos fallado fallada fallan falla fallando problema problemas cayo averia averias averiado mal crashing errores roto rota incidents incidentes',
  greeting:
    'hello hi hey hola buenas buenos dias tardes noches morning evening afternoon greetings saludos thanks thank gracias good',
  negation:
    'no not nothing none nobody ningun ninguno ninguna nadie nada without sin cant doesnt dont isnt never nunca',
  more: 'more mas extra another otros otras additional adicionales',
  need: 'need want necesito quiero quisiera necesitamos like gustaria',
  open: 'open abro abrimos enciendo arranco wake start launch activate enable boot bring abre abrir abreme abras despierta despertar despierte arranca arrancar arranque inicia iniciar inicie enciende encender encienda prende prender prenda activa activar levanta levantar lanza lanzar',
  extend:
    'extend prolong add renew lengthen extiende extender amplia ampliar alarga alargar anade anadir agrega agregar prorroga prorrogar prolonga prolongar dale suma renueva renovar',
  close: 'close end finish cierra cerrar cierre finaliza finalizar terminar termina acabar',
  stop: 'stop kill halt parar deten detener apaga apagar apague mata matar duerme dormir pare sleep detenga',
  restart: 'restart reboot bounce relaunch reinicia reiniciar reinicie reset recarga',
};

/** Words around which a meaning is found: they say nothing themselves. */
const fillers =
  'hubo usage went a an the of to in at for with and or but if then so this that these those it its i me my we us our you your he she they them am be been being can could would should may might must shall please pls plz kindly just now right currently today really still again also too very there here some any all every each own from by about into onto out over than as let lets get gets got give gives show shows tell tells list lists see check look looks say says know find display print me moment present current latest last recent recently lately first next new many much few something anything someone anyone thing things happened happening happen happens come comes go do stay stays keep keeps kept take takes use uses used using make made set put have has had quick little bit full whole system stack platform machine server vx11 tentaculo sistema plataforma maquina servidor stack tell serve served there one two el la los las un una unos unas de del al a en con por para y o u e ni si lo le les se su sus mi mis tu tus te me nos yo ella ellos ellas usted ustedes este esta esto estos estas ese esa eso esos esas aqui ahi alli ahora mismo ya aun todavia sigue siguen muy tan tambien tengo tienes tiene tenemos tienen hay ser es son era fue han ha he puedo puede podrias podria podemos favor porfa porfavor dime dame muestra muestrame ensename ver veo lista listame listar enumera cuentame saber dinos ultimo ultimos ultima ultimas ultimamente actual actuales vigente momento hoy ayer rato poco pasa pasado paso pasando va van vez todos todas cada algun alguna algunos algunas algo alguien cosa cosas mira revisa comprueba consulta usar uso usa uso estas estoy estamos sobre entre desde ha sido ser aplicada applied applies total cuenta count number numero vamos venga oye bueno vale ok pues entonces again minutitos serian seria voy vas acerca about sido segun tipo kind level nivel list out log enabled disabled libre free usada usado consumo consumption consuming consume consumiendo ocupada ocupado set habilitadas habilitada desactivadas desactivada activadas activada sets mantienen todo hold held holding keeping because while mode modo'.split(
    ' ',
  );

export const conceptsOf: ReadonlyMap<string, readonly Concept[]> = invert();
export const fillerWords: ReadonlySet<string> = new Set(fillers);

function invert(): Map<string, Concept[]> {
  const concepts = new Map<string, Concept[]>();
  for (const [concept, list] of Object.entries(words) as [Concept, string][])
    for (const word of list.split(' ')) concepts.set(word, [...(concepts.get(word) ?? []), concept]);
  return concepts;
}
