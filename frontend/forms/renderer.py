from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """Label above, hint, error beside the field; every form opens with a summary of what is wrong."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
