"""Everything that changes products, catalogs, prices and terms, one verb each."""

from catalogs.services.catalogs import (
    CatalogDetails,
    create_catalog,
    delete_catalog,
    edit_catalog,
    put_products,
    take_products,
)
from catalogs.services.drafts import (
    ChangePlan,
    discard_draft,
    draft_of,
    plan_draft,
    set_draft_lines,
    take_draft_lines,
)
from catalogs.services.picture_imports import (
    forget_picture_imports,
    start_picture_import,
    work_on_pictures,
)
from catalogs.services.pictures import (
    MOST_PICTURES,
    add_picture,
    describe_picture,
    keep_photo,
    move_picture,
    put_photo,
    remove_picture,
)
from catalogs.services.price_grid import (
    Adjusted,
    Saved,
    TypedPrice,
    adjust_prices,
    copy_prices,
    leave_prices,
    save_prices,
    take_off_list,
)
from catalogs.services.price_lists import (
    PriceListDetails,
    choose_default,
    create_price_list,
    default_price_list,
    delete_price_list,
    details_of,
    edit_price_list,
)
from catalogs.services.product_rows import save_all_products, save_products
from catalogs.services.product_sheets import product_headings, product_rows
from catalogs.services.products import save_product
from catalogs.services.products_many import change_products, rename_word
from catalogs.services.publishing import follow_base, publish, publish_now, withdraw
from catalogs.services.sharing import (
    end_share,
    keep_from_everyone,
    share_with_customers,
    share_with_everyone,
    share_with_group,
    share_with_label,
    unshare_with_customer,
    unshare_with_group,
)
from catalogs.services.special_prices import SpecialPrice, end_special_price, set_special_prices
from catalogs.services.taxes import (
    MOST_RATES,
    TaxDetails,
    create_tax_class,
    delete_tax_class,
    edit_tax_class,
)
from catalogs.services.telling import tell_of_change
from catalogs.services.terms import change_terms
from catalogs.taxing import TaxRate

__all__ = [
    "MOST_PICTURES",
    "MOST_RATES",
    "Adjusted",
    "CatalogDetails",
    "ChangePlan",
    "PriceListDetails",
    "Saved",
    "SpecialPrice",
    "TaxDetails",
    "TaxRate",
    "TypedPrice",
    "add_picture",
    "adjust_prices",
    "change_products",
    "change_terms",
    "choose_default",
    "copy_prices",
    "create_catalog",
    "create_price_list",
    "create_tax_class",
    "default_price_list",
    "delete_catalog",
    "delete_price_list",
    "delete_tax_class",
    "describe_picture",
    "details_of",
    "discard_draft",
    "draft_of",
    "edit_catalog",
    "edit_price_list",
    "edit_tax_class",
    "end_share",
    "end_special_price",
    "follow_base",
    "forget_picture_imports",
    "keep_from_everyone",
    "keep_photo",
    "leave_prices",
    "move_picture",
    "plan_draft",
    "product_headings",
    "product_rows",
    "publish",
    "publish_now",
    "put_photo",
    "put_products",
    "remove_picture",
    "rename_word",
    "save_all_products",
    "save_prices",
    "save_product",
    "save_products",
    "set_draft_lines",
    "set_special_prices",
    "share_with_customers",
    "share_with_everyone",
    "share_with_group",
    "share_with_label",
    "start_picture_import",
    "take_draft_lines",
    "take_off_list",
    "take_products",
    "tell_of_change",
    "unshare_with_customer",
    "unshare_with_group",
    "withdraw",
    "work_on_pictures",
]
