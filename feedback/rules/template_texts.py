"""The words of the ready-made surveys, in every language they are ready in. Only words; what is made of them: `templates`."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
"""The same words by language."""


def said(en: str, de: str, es: str, fr: str) -> Words:
    return {"en": en, "de": de, "es": es, "fr": fr}


READY = ("en", "de", "es", "fr")

QUESTIONS: Mapping[str, Words] = {
    "recommend": said(
        "How likely are you to recommend us to a friend?",
        "Wie wahrscheinlich ist es, dass Sie uns Freunden empfehlen?",
        "¿Qué probabilidad hay de que nos recomiende a sus amistades?",
        "Quelle est la probabilité que vous nous recommandiez à vos proches ?",
    ),
    "reason": said(
        "What is the main reason?",
        "Was ist der wichtigste Grund dafür?",
        "¿Cuál es el motivo principal?",
        "Quelle en est la raison principale ?",
    ),
    "call": said(
        "May someone call you about it?",
        "Darf Sie jemand dazu anrufen?",
        "¿Podemos llamarle para hablar de ello?",
        "Pouvons-nous vous appeler à ce sujet ?",
    ),
    "visit": said(
        "How satisfied are you with your visit?",
        "Wie zufrieden sind Sie mit Ihrem Besuch?",
        "¿Qué grado de satisfacción le ha dejado su visita?",
        "Quelle est votre satisfaction après votre visite ?",
    ),
    "treated": said(
        "How did our people treat you?",
        "Wie wurden Sie bei uns behandelt?",
        "¿Cómo le ha tratado nuestro personal?",
        "Quel accueil avez-vous reçu de notre équipe ?",
    ),
    "put_right": said(
        "Is the matter put right?",
        "Ist die Sache jetzt in Ordnung?",
        "¿Está resuelto el asunto?",
        "Votre problème est-il réglé ?",
    ),
    "case": said(
        "How satisfied are you with how we dealt with it?",
        "Wie zufrieden sind Sie damit, wie wir uns darum gekümmert haben?",
        "¿Qué grado de satisfacción le ha dejado nuestra respuesta?",
        "Quelle est votre satisfaction quant à notre réponse ?",
    ),
    "missing": said(
        "What is still missing?",
        "Was fehlt noch?",
        "¿Qué falta todavía?",
        "Que reste-t-il à faire ?",
    ),
    "effort": said(
        "How easy was it to do what you wanted to do?",
        "Wie leicht war es, Ihr Anliegen zu erledigen?",
        "¿Le ha resultado fácil hacer lo que quería?",
        "Avez-vous pu faire facilement ce que vous souhaitiez ?",
    ),
    "easier": said(
        "What would have made it easier?",
        "Was hätte es leichter gemacht?",
        "¿Qué lo habría hecho más fácil?",
        "Qu’est-ce qui aurait rendu cela plus facile ?",
    ),
    "service": said(
        "How satisfied are you with the help you got from us?",
        "Wie zufrieden sind Sie mit der Hilfe, die Sie von uns bekommen haben?",
        "¿Qué grado de satisfacción le ha dejado nuestra ayuda?",
        "Quelle est votre satisfaction quant à notre aide ?",
    ),
    "better": said(
        "What should become better?",
        "Was soll besser werden?",
        "¿Qué debería mejorar?",
        "Que faudrait-il améliorer ?",
    ),
    "differently": said(
        "What should we do differently?",
        "Was sollen wir anders machen?",
        "¿Qué deberíamos hacer de otra manera?",
        "Que devrions-nous faire autrement ?",
    ),
    "today": said(
        "How was it today?", "Wie war es heute?", "¿Qué tal le ha ido hoy?", "Comment cela s’est-il passé ?"
    ),
    "about": said("What was it about?", "Worum ging es?", "¿De qué se trataba?", "De quoi s’agissait-il ?"),
    "reach": said(
        "How can we reach you?",
        "Wie erreichen wir Sie?",
        "¿Cómo podemos ponernos en contacto con usted?",
        "Comment pouvons-nous vous joindre ?",
    ),
    "felt": said(
        "How did you feel about it?",
        "Wie haben Sie sich dabei gefühlt?",
        "¿Cómo se ha sentido?",
        "Quel a été votre ressenti ?",
    ),
    "satisfied": said(
        "How satisfied are you?",
        "Wie zufrieden sind Sie?",
        "¿Qué grado de satisfacción tiene?",
        "Quelle est votre satisfaction ?",
    ),
}

ENDS: Mapping[str, tuple[Words, Words]] = {
    "likely": (
        said("Not at all likely", "Sehr unwahrscheinlich", "Nada probable", "Pas du tout probable"),
        said("Extremely likely", "Sehr wahrscheinlich", "Muy probable", "Très probable"),
    ),
    "satisfied": (
        said("Very dissatisfied", "Sehr unzufrieden", "Muy bajo", "Très faible"),
        said("Very satisfied", "Sehr zufrieden", "Muy alto", "Très forte"),
    ),
    "easy": (
        said("Very difficult", "Sehr schwer", "Muy difícil", "Très difficile"),
        said("Very easy", "Sehr leicht", "Muy fácil", "Très facile"),
    ),
    "well": (
        said("Very badly", "Sehr schlecht", "Muy mal", "Très mauvais"),
        said("Very well", "Sehr gut", "Muy bien", "Très bon"),
    ),
    "much": (
        said("Not at all", "Gar nicht", "Nada", "Pas du tout"),
        said("Very much", "Sehr", "Mucho", "Tout à fait"),
    ),
}

OPTIONS: Mapping[str, Mapping[str, Words]] = {
    "put_right": {
        "yes": said("Yes", "Ja", "Sí", "Oui"),
        "partly": said("Partly", "Zum Teil", "En parte", "En partie"),
        "no": said("No", "Nein", "No", "Non"),
    },
    "better": {
        "speed": said("How quickly we answer", "Wie schnell wir antworten", "La rapidez", "La rapidité"),
        "quality": said("The quality of our work", "Die Qualität unserer Arbeit", "La calidad", "La qualité"),
        "explained": said(
            "How well we explain", "Wie gut wir erklären", "Las explicaciones", "La clarté des explications"
        ),
        "reached": said(
            "How easily you reach us", "Wie gut Sie uns erreichen", "La accesibilidad", "La facilité à nous joindre"
        ),
        "nothing": said("Nothing", "Nichts", "Nada", "Rien"),
    },
    "about": {
        "waiting": said("Waiting", "Wartezeit", "La espera", "L’attente"),
        "people": said("How I was treated", "Wie ich behandelt wurde", "El trato", "L’accueil"),
        "goods": said("The product or service", "Ware oder Leistung", "El producto o servicio", "Le produit ou service"),
        "price": said("The price", "Der Preis", "El precio", "Le prix"),
        "other": said("Something else", "Etwas anderes", "Otra cosa", "Autre chose"),
    },
}  # fmt: skip

THANKS = said(
    "Thank you for your answer.",
    "Vielen Dank für Ihre Antwort.",
    "Gracias por su respuesta.",
    "Merci pour votre réponse.",
)
